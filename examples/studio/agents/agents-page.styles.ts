import { css, type CSSResultGroup } from 'lit'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'

export const agentsPageStyles: CSSResultGroup[] = [
  ...serverPageStyles,
  css`
    .panel > .token {
      padding: 12px 16px;
    }

    .token > p {
      margin: 0 0 4px;
    }

    dl {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 4px 12px;
      margin: 0 0 8px;
      font-size: var(--_type-13);
    }

    dt {
      color: var(--_muted);
    }

    dd {
      overflow-wrap: anywhere;
    }
  `,
]
