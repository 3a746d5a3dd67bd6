import { css, type CSSResultGroup } from 'lit'
import { agentsPageStyles } from '../agents/agents-page.styles.ts'

/** Styles of the list of evaluations, their form, and the reports. */
export const evaluationsPageStyles: CSSResultGroup[] = [
  ...agentsPageStyles,
  css`
    form.fields textarea {
      width: 100%;
      min-height: 96px;
      font-family: ui-monospace, monospace;
      font-size: 12px;
    }

    form.fields fieldset {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 16px;
      margin: 0;
      padding: 0;
      border: 0;
    }

    form.fields fieldset label {
      display: flex;
      align-items: center;
      gap: 6px;
    }

    legend {
      padding: 0 0 4px;
      font-size: 13px;
    }

    .row {
      grid-template-columns: minmax(0, 1.6fr) minmax(0, 1fr) minmax(0, 1fr) auto;
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
      font-size: 12px;
    }

    .figures dd {
      font-size: 20px;
      font-weight: 600;
      font-variant-numeric: tabular-nums;
    }

    .figures dd .small {
      display: block;
      font-weight: 400;
    }

    .actions {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 16px;
      padding: 0 16px 12px;
      font-size: 13px;
    }

    .actions label {
      display: flex;
      align-items: center;
      gap: 6px;
      min-width: 0;
    }

    .actions select {
      min-width: 0;
    }

    .cases {
      position: relative;
      overflow-x: auto;
    }

    table {
      width: 100%;
      min-width: 640px;
      border-collapse: collapse;
      font-size: 13px;
    }

    th,
    td {
      padding: 8px 16px;
      border-top: 1px solid var(--_border);
      text-align: start;
      vertical-align: top;
      overflow-wrap: anywhere;
    }

    thead th {
      border-top: 0;
      color: var(--_muted);
      font-weight: 500;
      white-space: nowrap;
    }

    tbody th {
      min-width: 72px;
      font-weight: 500;
    }

    td pre {
      max-height: 120px;
      margin: 0;
      padding: 0;
      background: none;
    }

    td p {
      margin: 4px 0 0;
    }

    td a {
      text-decoration: underline;
    }
  `,
]
