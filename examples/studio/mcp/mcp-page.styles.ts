import { css, type CSSResultGroup } from 'lit'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'

export const mcpPageStyles: CSSResultGroup[] = [
  ...serverPageStyles,
  css`
    .details .wide {
      display: grid;
      gap: 8px;
    }

    .details .wide :is(h2, p) {
      margin: 0;
    }

    .tool span {
      display: inline-flex;
      align-items: center;
      gap: 4px;
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
      font-size: var(--_type-13);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }

    .call {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
      font-size: var(--_type-13);
      font-variant-numeric: tabular-nums;
    }
  `,
]
