import { css, type CSSResultGroup } from 'lit'
import { agentsPageStyles } from '../agents/agents-page.styles.ts'
import { createTableCardStyles } from '../shell/table-cards.ts'

/** Styles for the evaluation list, form and reports. */
export const evaluationsPageStyles: CSSResultGroup[] = [
  ...agentsPageStyles,
  css`
    .entered {
      display: grid;
      gap: 8px;
      margin: 0;
      padding: 0;
      list-style: none;
    }

    .entered li {
      display: grid;
      grid-template-columns: minmax(0, 2fr) minmax(0, 1.4fr) minmax(0, 1.4fr);
      align-items: end;
      gap: 8px;
      padding: 0;
      border: 0;
    }

    .entered li:has(button) {
      grid-template-columns: minmax(0, 2fr) minmax(0, 1.4fr) minmax(0, 1.4fr) 32px;
    }

    form.fields .entered textarea {
      display: block;
      min-height: 32px;
      font: inherit;
      field-sizing: content;
      max-height: 160px;
    }

    input[type='radio'] {
      margin: 0;
      accent-color: var(--_accent);
    }

    progress {
      width: 100%;
      max-width: 240px;
      accent-color: var(--_accent);
    }

    .figures {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(120px, 100%), 1fr));
      gap: 16px;
      margin: 0;
      padding: 12px 16px;
    }

    .figures dt {
      font-size: var(--_type-12);
    }

    .figures dd {
      font-size: var(--_type-20);
      font-weight: 600;
      font-variant-numeric: tabular-nums;
    }

    .figures dd .small {
      display: block;
      font-weight: 400;
    }

    .actions {
      padding: 0 16px 12px;
      font-size: var(--_type-13);
    }

    .actions label {
      display: flex;
      align-items: center;
      gap: 6px;
      min-width: 0;
      white-space: nowrap;
    }

    .actions select {
      min-width: 0;
    }

    .cases {
      position: relative;
      overflow-x: auto;
    }

    table {
      min-width: 640px;
    }

    th,
    td {
      padding: 8px 16px;
      border-top: 1px solid var(--_border);
      overflow-wrap: anywhere;
    }

    thead th {
      border-top: 0;
      white-space: nowrap;
    }

    /* Wide enough for names and reasons to wrap between words. */
    tbody th,
    td:last-child {
      min-width: 144px;
      overflow-wrap: break-word;
    }

    /* Keeps the outcome visible on a tablet. */
    @media (max-width: 900px) {
      table {
        min-width: 560px;
      }

      th,
      td {
        padding-inline: 12px;
      }

      tbody th,
      td:last-child {
        min-width: 104px;
      }
    }

    td pre {
      min-width: 96px;
      max-height: none;
      margin: 0;
      padding: 0;
      overflow: visible;
      background: none;
      white-space: pre-wrap;
    }

    td pre.long {
      min-width: 192px;
      max-height: 120px;
      overflow: auto;
    }

    td p {
      margin: 4px 0 0;
    }

    td a {
      text-decoration: underline;
    }

    @media (max-width: 860px) {
      .entered li {
        grid-template-columns: minmax(0, 1fr);
        padding-bottom: 12px;
        border-bottom: 1px solid var(--_border);
      }

      .entered li:has(button) {
        grid-template-columns: minmax(0, 1fr) 32px;
      }

      .entered label {
        grid-column: 1;
      }

      .entered button {
        grid-area: 1 / 2;
      }
    }

    @media (max-width: 700px) {
      /* Too narrow for five columns: each case becomes a card, and each cell shows its column title. */
      tbody tr,
      tbody th,
      td {
        display: block;
        min-width: 0;
      }

      tbody tr {
        padding: 12px 0;
        border-top: 1px solid var(--_border);
      }

      tbody th,
      td {
        padding: 4px 16px;
        border: 0;
      }

      td pre.long {
        min-width: 0;
      }
    }
  `,
  createTableCardStyles(700),
]
