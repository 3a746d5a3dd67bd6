import { css, type CSSResultGroup } from 'lit'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'
import { createTableCardStyles } from '../shell/table-cards.ts'

export const analyticsPageStyles: CSSResultGroup[] = [
  ...serverPageStyles,
  css`
    header select {
      width: auto;
    }

    @media (max-width: 600px) {
      main > header > h1 {
        flex-basis: 100%;
      }

      main > header > :is(label, select),
      main > header > label > select {
        flex: 1;
        min-width: 0;
      }

      /* The period selector has its own line, so that its labels are not truncated. */
      main > header > label {
        flex-basis: 100%;
      }
    }

    .figures {
      display: grid;
      grid-template-columns: repeat(6, 1fr);
      gap: 1px;
      margin: 0 0 16px;
      overflow: hidden;
      background: var(--_border);
    }

    .figures > div {
      display: grid;
      gap: 4px;
      padding: 12px 16px;
      background: var(--_surface);
    }

    /* The number of metrics is a multiple of the number of columns, so that every row is full. */
    @media (max-width: 1000px) {
      .figures {
        grid-template-columns: repeat(3, 1fr);
      }
    }

    @media (max-width: 600px) {
      .figures {
        grid-template-columns: 1fr 1fr;
      }
    }

    dt {
      color: var(--_muted);
      font-size: var(--_type-12);
    }

    dd {
      font-size: var(--_type-20);
      font-weight: 600;
      font-variant-numeric: tabular-nums;
    }

    .charts {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr));
      gap: 16px;
    }

    aw-chart {
      height: 260px;
      padding: 8px;
    }

    .charts + .panel {
      margin-top: 16px;
    }

    .charts > .panel {
      margin-top: 0;
      overflow: hidden;
    }

    .scroller {
      overflow-x: auto;
      padding: 0 16px 8px;
    }

    table {
      font-variant-numeric: tabular-nums;
    }

    th,
    td {
      padding: 8px 16px 8px 0;
      text-align: end;
      white-space: nowrap;
    }

    th:first-child,
    td:first-child {
      width: 100%;
      min-width: 160px;
      text-align: start;
      white-space: normal;
      overflow-wrap: anywhere;
    }

    th:last-child,
    td:last-child {
      padding-inline-end: 0;
    }

    tbody th {
      font-weight: 400;
    }

    tbody tr {
      border-top: 1px solid var(--_border);
    }

    tbody a {
      color: var(--_accent);
      text-decoration: underline;
    }

    label {
      display: flex;
      align-items: center;
      gap: 8px;
      font-size: var(--_type-13);
    }

    @media (max-width: 600px) {
      tbody tr {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 6px 12px;
        padding: 12px 0;
      }

      tbody th:first-child {
        grid-column: 1 / -1;
        width: auto;
        font-weight: 500;
      }

      tbody :is(th, td) {
        padding: 0;
        text-align: start;
        white-space: normal;
      }
    }
  `,
  createTableCardStyles(600),
]
