import { css } from 'lit'

export const styles = css`
  :host {
    position: relative;
    display: block;
    min-width: 0;
    min-height: 0;
    background: var(--_surface);
  }

  .scroller {
    position: absolute;
    inset: 0;
    overflow: auto;
    outline-offset: -2px;
    scrollbar-color: color-mix(in srgb, var(--_muted) 55%, transparent) transparent;
  }

  table {
    width: max-content;
    border-collapse: separate;
    border-spacing: 0;
    font-size: var(--_type-13);
  }

  thead th {
    position: sticky;
    top: 0;
    z-index: 2;
    padding: 0;
    background: var(--_surface);
    border-bottom: 1px solid var(--_border);
    font-weight: 500;
    text-align: start;
    vertical-align: top;
  }

  thead th.index {
    z-index: 3;
  }

  .column {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-content: center;
    justify-content: start;
    gap: 0 6px;
    width: 100%;
    min-width: calc(96 * var(--_px));
    max-width: calc(260 * var(--_px));
    min-height: calc(44 * var(--_px));
    padding: var(--_space-4) 10px;
    border: 0;
    border-radius: 0;
    background: transparent;
    text-align: start;
  }

  .column:hover:not(:disabled) {
    background: var(--_hover);
  }

  .column:disabled {
    color: inherit;
  }

  .column:focus-visible {
    outline-offset: -2px;
  }

  .column[aria-expanded='true'] {
    background: var(--_wash);
  }

  .column > svg {
    color: var(--_muted);
  }

  .column .name {
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .column .type {
    grid-column: 2 / -1;
    overflow: hidden;
    color: var(--_muted);
    font-size: var(--_type-12);
    font-weight: 400;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .column.changed .type {
    color: var(--_accent);
    font-weight: 500;
  }

  .column .bad {
    font-size: var(--_type-12);
  }

  tbody th,
  th.index {
    position: sticky;
    inset-inline-start: 0;
    z-index: 1;
    min-width: calc(44 * var(--_px));
    padding: 0 var(--_space-8);
    background: var(--_sunken);
    border-inline-end: 1px solid var(--_border);
    color: var(--_muted);
    font-size: var(--_type-12);
    font-weight: 400;
    text-align: end;
  }

  td,
  tbody th {
    height: calc(28 * var(--_px));
    border-bottom: 1px solid color-mix(in srgb, var(--_border) 55%, transparent);
  }

  td {
    max-width: calc(260 * var(--_px));
    padding: 0 10px;
    overflow: hidden;
    border-inline-end: 1px solid color-mix(in srgb, var(--_border) 45%, transparent);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  td.number {
    text-align: end;
  }

  td.null {
    color: var(--_muted);
    font-size: var(--_type-12);
    font-style: italic;
  }

  td.bad {
    background: color-mix(in srgb, var(--_bad) 9%, transparent);
    color: var(--_bad);
  }

  td.bad s {
    text-decoration-thickness: 1px;
  }

  td.bad svg {
    display: inline-block;
    width: 13px;
    margin-inline-end: var(--_space-4);
    vertical-align: -3px;
  }

  tr.current td {
    background: color-mix(in srgb, var(--_accent) 9%, transparent);
  }

  tr.current th {
    color: var(--_accent);
    font-weight: 600;
  }

  tr.reject td {
    max-width: none;
    color: var(--_bad);
    background: color-mix(in srgb, var(--_bad) 7%, transparent);
    font-size: var(--_type-12);
  }

  tr.reject .reason {
    color: var(--_muted);
  }

  tr.reject code {
    margin-inline: 6px;
    color: var(--_text);
  }

  tr.reject svg {
    display: inline-block;
    margin-inline-end: 6px;
    vertical-align: -3px;
  }

  .empty {
    padding: var(--_space-24);
    color: var(--_muted);
    text-align: center;
  }

  .more {
    display: flex;
    position: sticky;
    inset-inline-start: 0;
    align-items: center;
    gap: var(--_space-12);
    width: max-content;
    padding: var(--_space-8) var(--_space-12);
    color: var(--_muted);
    font-size: var(--_type-12);
  }
`
