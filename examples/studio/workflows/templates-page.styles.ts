import { css, type CSSResultGroup } from 'lit'
import { cardPageStyles } from './cards.styles.ts'

export const templatesPageStyles: CSSResultGroup[] = [
  ...cardPageStyles,
  css`
    .lead {
      margin: -8px 0 16px;
      max-width: 72ch;
      line-height: 1.5;
    }

    .picture {
      height: 116px;
      padding: 16px 20px;
    }

    .body p {
      margin: 0;
      font-size: var(--_type-13);
      line-height: 1.5;
    }

    /* Makes the whole card clickable. */
    .use,
    button.use:hover:not(:disabled) {
      min-height: 0;
      padding: 0;
      border: 0;
      background: none;
      color: inherit;
      font: inherit;
      text-align: start;
      white-space: normal;
    }

    footer {
      gap: 4px 12px;
      /* Reserves space for two lines, so that the borders of all cards in a row are aligned. */
      min-height: 52px;
      padding: 8px 16px;
    }

    .files {
      display: flex;
      flex: 1 1 96px;
      align-items: center;
      gap: 6px;
      min-width: 0;
    }

    .files svg {
      flex: none;
    }

    .files .ellipsis {
      white-space: normal;
      overflow-wrap: anywhere;
    }

    .go {
      display: inline-flex;
      margin-inline-start: auto;
      align-items: center;
      gap: 4px;
      color: var(--_accent);
      font-size: var(--_type-13);
      font-weight: 500;
      white-space: nowrap;
    }

    .sources {
      margin: 24px 0 0;
      max-width: 84ch;
      line-height: 1.5;
    }
  `,
]
