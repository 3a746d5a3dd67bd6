import { css, type CSSResultGroup } from 'lit'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'

export const mcpPageStyles: CSSResultGroup[] = [
  ...serverPageStyles,
  css`
    .panel > ul > li + li {
      border-top: 1px solid var(--_border);
    }

    .row {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 12px;
      padding: 8px 16px;
    }

    .row > .item-text {
      display: grid;
      flex: 1 1 200px;
      min-width: 0;
    }

    .row > .state,
    .tool span {
      display: inline-flex;
      align-items: center;
      gap: 4px;
    }

    /* Keeps the buttons on one line on a phone. */
    @media (max-width: 600px) {
      .row > .state {
        flex-basis: 100%;
      }
    }

    .details {
      display: grid;
      gap: 8px;
      padding: 12px 16px 16px;
      border-top: 1px solid var(--_border);
    }

    .details :is(h2, p, ul) {
      margin: 0;
    }

    .row > :last-child {
      margin-inline-start: auto;
    }

    .details ul {
      display: grid;
      gap: 8px;
      padding: 0;
      list-style: none;
    }

    .tool {
      display: grid;
      gap: 4px;
      padding: 8px 12px;
      border: 1px solid var(--_border);
      border-radius: 6px;
    }

    .tool > div:not(.versions) {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 12px;
      align-items: baseline;
      justify-content: space-between;
    }

    .versions {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(240px, 100%), 1fr));
      gap: 12px;
    }

    .tool :is(p, pre) {
      margin: 0;
      font-size: 13px;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }

    pre {
      max-height: 200px;
      padding: 8px;
      overflow: auto;
      background: var(--_sunken);
      border-radius: 4px;
    }

    .call {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
      font-size: 13px;
      font-variant-numeric: tabular-nums;
    }
  `,
]
