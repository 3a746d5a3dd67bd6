import { css, type CSSResultGroup } from 'lit'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'

export const notificationsPageStyles: CSSResultGroup[] = [
  ...serverPageStyles,
  css`
    li {
      display: grid;
      grid-template-columns: 72px minmax(0, 1fr) auto;
      align-items: center;
      gap: 4px 16px;
      min-height: 48px;
      padding: 4px 16px;
    }

    li.sent {
      grid-template-columns: minmax(0, 1fr) auto auto;
    }

    /* The name ends with the run's state, so it must not be truncated. */
    li.sent .name {
      overflow-wrap: anywhere;
      white-space: normal;
    }

    li > span:not([class]) {
      display: flex;
      align-items: center;
      gap: 4px;
    }

    .browser-state {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
      margin: 0 0 12px;
    }

    li + li {
      border-top: 1px solid var(--_border);
    }

    .endpoint-details {
      grid-column: 1 / -1;
    }

    .endpoint-details h3,
    .endpoint-details p {
      margin: 8px 0 4px;
    }

    .endpoint-details ol {
      margin: 0;
      padding: 0;
      list-style: none;
    }

    .endpoint-details form.fields {
      padding: 12px 0;
      border-top: 0;
    }

    li.delivery {
      grid-template-columns: minmax(0, 1fr) auto;
      padding: 4px 0;
    }

    fieldset {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 16px;
      padding: 0;
      border: 0;
    }

    legend {
      padding: 0 0 4px;
      font-size: 13px;
    }

    form.fields fieldset label {
      display: flex;
      align-items: center;
      gap: 8px;
    }

    code {
      overflow-wrap: anywhere;
      user-select: all;
    }

    .bad,
    .warn {
      margin: 0;
    }

    /* On a phone, text is shown in full, above the item's controls. */
    @media (max-width: 600px) {
      li,
      li.sent,
      li.delivery {
        display: flex;
        flex-wrap: wrap;
        padding-block: 8px;
      }

      li > .item-text {
        flex: 1 0 100%;
        order: -1;
      }

      li > div {
        flex: 1 0 100%;
      }

      li .switch {
        margin-inline-end: auto;
      }

      li .ellipsis {
        overflow-wrap: anywhere;
        white-space: normal;
      }
    }
  `,
]
