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
import type { ComponentType, ReactNode } from 'react';

export interface RendererProps<Part extends MessagePart = MessagePart> {
  readonly part: Part;
  readonly message: ChatMessage;
}

/** A method, so that a component for a part of your own fits where any custom part may come. */
interface Drawing<Part extends CustomPart> {
  draw(props: RendererProps<Part>): ReactNode;
}

/**
 * Components for parts of messages, in place of the widget's own. What the wire says is hostile: show text as text
 * or through `<Markdown>`, and let addresses through `safeLink` and `safeImage`.
 */
export interface Renderers<Custom extends CustomPart = CustomPart> {
  readonly text?: ComponentType<RendererProps<TextPart>> | undefined;
  readonly choices?: ComponentType<RendererProps<ChoicesPart>> | undefined;
  readonly sources?: ComponentType<RendererProps<SourcesPart>> | undefined;
  readonly cards?: ComponentType<RendererProps<CardsPart>> | undefined;
  readonly attachment?: ComponentType<RendererProps<AttachmentPart>> | undefined;
  /** Functions by the part's `name`. */
  readonly custom?:
    | { readonly [Part in Custom as Part['name']]?: Drawing<Part>['draw'] | undefined }
    | undefined;
  /** For custom parts that have no renderer, and parts of a type this version does not know. */
  readonly fallback?: ComponentType<RendererProps> | undefined;
}
