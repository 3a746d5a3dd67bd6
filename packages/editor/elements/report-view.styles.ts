import { css } from 'lit'

/** How reports read: a line of facts, then lists and small tables. */
export const reportStyles = css`
  .report {
    display: grid;
    gap: 20px;
    max-width: 860px;
  }

  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(120px, 1fr));
    gap: 12px 24px;
    margin: 0;
  }

  .facts div {
    min-width: 0;
  }

  .facts dt {
    color: var(--_muted);
    font-size: 12px;
  }

  .facts dd {
    margin: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    font-weight: 500;
  }

  .report section > h4 {
    margin-bottom: 6px;
  }

  .verdict {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-bottom: 8px;
    font-size: 14px;
    font-weight: 600;
  }

  .verdict .small {
    font-weight: 400;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 12px;
  }

  th,
  thead td {
    padding-block: 4px;
    padding-inline: 0 12px;
    color: var(--_muted);
    font-weight: 500;
    text-align: left;
    border-bottom: 1px solid var(--_border);
    white-space: nowrap;
  }

  td {
    padding-block: 6px;
    padding-inline: 0 12px;
    vertical-align: top;
    border-bottom: 1px solid color-mix(in srgb, var(--_border) 60%, transparent);
  }

  td.number,
  th.number {
    text-align: right;
  }

  td.sign {
    width: 28px;
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
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
    counter-reset: step;
  }

  ol.steps > li {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) auto;
    gap: 2px 8px;
    counter-increment: step;
  }

  ol.steps > li::before {
    content: counter(step);
    color: var(--_muted);
    font-size: 12px;
    line-height: 1.6;
    text-align: right;
  }

  ol.steps .effect {
    color: var(--_muted);
    font-size: 12px;
    white-space: nowrap;
  }

  ol.steps .why {
    grid-column: 2 / -1;
    color: var(--_muted);
    font-size: 12px;
  }

  ul.plain li {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    gap: 8px;
  }

  ul.plain svg {
    margin-top: 2px;
  }

  ul.plain .hint {
    display: block;
    color: var(--_muted);
  }

  pre {
    margin: 0;
    padding: 8px 10px;
    overflow-x: auto;
    border-radius: 6px;
    background: var(--_sunken);
    font-family: var(--_mono);
    font-size: 12px;
  }

  .change {
    font-family: var(--_mono);
    font-size: 12px;
    color: var(--_muted);
  }
`
