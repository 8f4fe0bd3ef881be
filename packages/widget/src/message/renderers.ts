import type {
  AttachmentPart,
  CardsPart,
  ChatMessage,
  ChoicesPart,
  CustomPart,
  MessagePart,
  SourcesPart,
  TextPart,
} from '@parley/hooks';
import type { ComponentType } from 'react';

export interface RendererProps<Part extends MessagePart = MessagePart> {
  readonly part: Part;
  readonly message: ChatMessage;
}

/**
 * Components for parts of messages, in place of the widget's own. What the wire says is hostile: show text as text
 * or through `<Markdown>`, and let addresses through `safeLink` and `safeImage`.
 */
export interface Renderers {
  readonly text?: ComponentType<RendererProps<TextPart>> | undefined;
  readonly choices?: ComponentType<RendererProps<ChoicesPart>> | undefined;
  readonly sources?: ComponentType<RendererProps<SourcesPart>> | undefined;
  readonly cards?: ComponentType<RendererProps<CardsPart>> | undefined;
  readonly attachment?: ComponentType<RendererProps<AttachmentPart>> | undefined;
  /** By the part's `name`. */
  readonly custom?: Readonly<Record<string, ComponentType<RendererProps<CustomPart>>>> | undefined;
  /** For custom parts that have no renderer, and parts of a type this version does not know. */
  readonly fallback?: ComponentType<RendererProps> | undefined;
}
