import { css } from 'lit'

/** Styles for reports: a row of key figures, followed by lists and small tables. */
export const reportStyles = css`
  .report {
    display: grid;
    gap: 20px;
    max-width: calc(860 * var(--_px));
  }

  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(calc(120 * var(--_px)), 1fr));
    gap: var(--_space-12) var(--_space-24);
    margin: 0;
  }

  .facts div {
    min-width: 0;
  }

  .facts dt {
    color: var(--_muted);
    font-size: var(--_type-12);
  }

  .facts dd {
    margin: 0;
    font-weight: 500;
    overflow-wrap: anywhere;
  }

  .cosmograph h5 {
    margin: var(--_space-8) 0 var(--_space-4);
    font-size: var(--_type-12);
  }

  .cosmograph button {
    margin-top: var(--_space-8);
  }

  .report section > h4 {
    margin-bottom: 6px;
  }

  .verdict {
    display: flex;
    align-items: center;
    gap: var(--_space-8);
    margin-bottom: var(--_space-8);
    font-size: var(--_type-14);
    font-weight: 600;
  }

  .verdict .small {
    font-weight: 400;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--_type-12);
  }

  th,
  thead td {
    padding-block: var(--_space-4);
    padding-inline: 0 var(--_space-12);
    color: var(--_muted);
    font-weight: 500;
    text-align: start;
    border-bottom: 1px solid var(--_border);
    white-space: nowrap;
  }

  td {
    padding-block: 6px;
    padding-inline: 0 var(--_space-12);
    vertical-align: top;
    border-bottom: 1px solid color-mix(in srgb, var(--_border) 60%, transparent);
  }

  td.number,
  th.number {
    text-align: right;
  }

  td.status-icon {
    width: calc(28 * var(--_px));
  }

  td.nowrap {
    white-space: nowrap;
  }

  .scroll {
    overflow-x: auto;
  }

  ol.steps,
  ul.plain {
    display: grid;
    gap: var(--_space-8);
    margin: 0;
    padding: 0;
    list-style: none;
    counter-reset: step;
  }

  ol.steps > li {
    display: grid;
    grid-template-columns: calc(20 * var(--_px)) minmax(0, 1fr) auto;
    gap: var(--_space-2) var(--_space-8);
    counter-increment: step;
  }

  ol.steps > li::before {
    content: counter(step);
    color: var(--_muted);
    font-size: var(--_type-12);
    line-height: 1.6;
    text-align: right;
  }

  ol.steps .effect {
    color: var(--_muted);
    font-size: var(--_type-12);
    white-space: nowrap;
  }

  ol.steps .reason {
    grid-column: 2 / -1;
    color: var(--_muted);
    font-size: var(--_type-12);
  }

  ul.plain li {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr);
    gap: var(--_space-8);
  }

  ul.plain svg {
    margin-top: var(--_space-2);
  }

  ul.plain .hint {
    display: block;
    color: var(--_muted);
  }

  pre {
    margin: 0;
    padding: var(--_space-8) 10px;
    overflow-x: auto;
    border-radius: 6px;
    background: var(--_sunken);
    font-family: var(--_mono);
    font-size: var(--_type-12);
  }

  .change {
    font-family: var(--_mono);
    font-size: var(--_type-12);
    color: var(--_muted);
  }
`
