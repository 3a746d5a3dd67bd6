import { css, type CSSResultGroup } from 'lit'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'

export const queuePageStyles: CSSResultGroup[] = [
  ...serverPageStyles,
  css`
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto auto auto;
      align-items: center;
      gap: 4px 16px;
      min-height: 48px;
      padding: 4px 16px;
    }

    li > .item-text {
      overflow-wrap: anywhere;
    }

    /* Keeps the actions at the end, even in rows with fewer columns. */
    li > .edit-control {
      grid-column: -2 / -1;
    }

    li + li {
      border-top: 1px solid var(--_border);
    }

    @media (max-width: 600px) {
      li {
        grid-template-columns: minmax(0, 1fr) auto;
      }

      /* The state and the time share the second line. */
      li > .state {
        grid-area: 2 / 1;
      }

      li > .time {
        grid-area: 2 / 1;
        justify-self: end;
      }

      li:not(:has(.state)) > .time {
        justify-self: start;
      }

      li > .edit-control {
        grid-area: 1 / 2;
      }

      li .ellipsis {
        white-space: normal;
      }
    }
  `,
]
