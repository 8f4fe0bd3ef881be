import type { MarkedToken, Token } from 'marked';
import type { ReactNode } from 'react';

import { WireLink } from '../text/wire-link.tsx';

import { decodeEntities } from './decode-entities.ts';
import { markedTokens } from './lex-markdown.ts';
import { MarkdownImage } from './markdown-image.tsx';

/** Inline tokens as elements. HTML is text here, except the line break that tables have no other word for. */
export function renderInline(tokens: readonly Token[] | undefined, isInLink = false): ReactNode {
  return markedTokens(tokens).map((token, index) => renderToken(token, index, isInLink));
}

function renderToken(token: MarkedToken, key: number, isInLink: boolean): ReactNode {
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del': {
      const Mark = token.type;
      return <Mark key={key}>{renderInline(token.tokens, isInLink)}</Mark>;
    }
    case 'codespan':
      return <code key={key}>{token.text}</code>;
    case 'br':
      return <br key={key} />;
    case 'link':
      return (
        <WireLink key={key} href={decodeEntities(token.href)}>
          {renderInline(token.tokens, true)}
        </WireLink>
      );
    case 'image':
      return (
        <MarkdownImage
          key={key}
          address={decodeEntities(token.href)}
          alt={decodeEntities(token.text)}
          isInLink={isInLink}
        />
      );
    case 'html':
      return /^<br\s*\/?>$/i.test(token.raw.trim()) ? <br key={key} /> : token.raw;
    case 'escape':
      return token.text;
    case 'text':
      return token.tokens ? renderInline(token.tokens, isInLink) : decodeEntities(token.text);
    default:
      return token.raw;
  }
}
