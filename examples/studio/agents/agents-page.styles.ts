import { css, type CSSResultGroup } from 'lit'
import { webhooksPageStyles } from '../pages/webhooks-page.styles.ts'

export const agentsPageStyles: CSSResultGroup[] = [
  ...webhooksPageStyles,
  css`
    .row {
      grid-template-columns: minmax(0, 1.4fr) minmax(0, 1.4fr) minmax(0, 1fr) minmax(30px, auto);
    }

    /* Built-in agents have no actions, but have long descriptions. */
    .built-in {
      grid-template-columns: minmax(0, 1fr) auto auto;
    }

    .choice {
      display: flex;
      align-items: center;
      gap: 8px;
      margin: 8px 0;
      font-size: 13px;
    }

    .panel > .token {
      padding: 12px 16px;
    }

    .token > p {
      margin: 0 0 4px;
    }

    .details textarea {
      width: 100%;
      min-height: 72px;
      font-family: ui-monospace, monospace;
      font-size: 12px;
    }

    pre {
      max-height: 200px;
      margin: 8px 0 0;
      padding: 8px;
      overflow: auto;
      border-radius: 6px;
      background: var(--_sunken);
      font-size: 12px;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }

    dl {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 4px 12px;
      margin: 0 0 8px;
      font-size: 13px;
    }

    dt {
      color: var(--_muted);
    }

    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }

    @media (max-width: 700px) {
      .row {
        grid-template-columns: minmax(0, 1fr) auto;
      }

      .row > :nth-child(2),
      .row > :nth-child(3) {
        grid-column: 1 / 2;
      }

      .row > button {
        grid-area: 1 / 2;
      }
    }
  `,
]
