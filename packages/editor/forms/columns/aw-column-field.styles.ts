import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    gap: var(--_space-4);
    min-width: 0;
  }

  .box {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    position: relative;
  }

  .box input {
    grid-area: 1 / 1 / 2 / 3;
    padding-right: 30px;
  }

  /* Follows the direction of the page rather than that of the name in the field. */
  .box:dir(rtl) input {
    padding-right: var(--_space-8);
    padding-left: 30px;
  }

  .box button {
    grid-area: 1 / 2;
    align-self: center;
    width: calc(26 * var(--_px));
    min-height: calc(26 * var(--_px));
    margin-inline-end: var(--_space-2);
    color: var(--_muted);
  }

  [popover] {
    position: fixed;
    inset: auto;
    /* A list can be wider than its field, so that names are not cut. */
    width: max-content;
    max-width: min(calc(360 * var(--_px)), var(--_window-width, 100vw) - 16px);
    max-height: min(calc(320 * var(--_px)), var(--_window-height, 100vh) / 2);
    margin: 0;
    padding: var(--_space-4);
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: 8px;
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow-high);
    list-style: none;
    scrollbar-width: thin;
  }

  [popover] li {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr) auto;
    gap: var(--_space-8);
    align-items: center;
    min-height: calc(28 * var(--_px));
    padding: var(--_space-4) var(--_space-8);
    border-radius: 4px;
    cursor: pointer;
  }

  [popover] li:hover {
    background: var(--_hover);
  }

  [popover] li[aria-selected='true'] {
    background: var(--_wash);
    outline: 1px solid var(--_accent);
    outline-offset: -1px;
  }

  [popover] li.typed {
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr);
  }

  [popover] li.note {
    display: block;
    cursor: default;
    background: none;
  }

  .checklist {
    max-height: calc(220 * var(--_px));
    margin: 0;
    padding: var(--_space-4);
    overflow-y: auto;
    border: 1px solid var(--_border);
    border-radius: 6px;
    list-style: none;
    scrollbar-width: thin;
  }

  .checklist label {
    display: grid;
    grid-template-columns: auto calc(16 * var(--_px)) minmax(0, 1fr) auto;
    gap: 0 var(--_space-8);
    align-items: center;
    min-height: calc(28 * var(--_px));
    padding: var(--_space-2) var(--_space-4);
    border-radius: 4px;
    font-weight: 400;
  }

  .checklist label:hover {
    background: var(--_hover);
  }

  .sample {
    grid-column: 3 / -1;
    color: var(--_muted);
    font-size: calc(11 * var(--_px));
  }

  [popover] .sample {
    grid-column: 2 / -1;
  }

  li svg {
    color: var(--_muted);
  }

  .name {
    min-width: 0;
    unicode-bidi: isolate;
  }

  .type {
    max-width: 12em;
    color: var(--_muted);
    font-size: calc(11 * var(--_px));
  }

  ol {
    display: grid;
    max-height: calc(232 * var(--_px));
    margin: 0;
    padding: var(--_space-2);
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: 6px;
    list-style: none;
    scrollbar-width: thin;
  }

  ol.empty {
    display: none;
  }

  ol li {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr) auto auto;
    align-items: center;
    gap: 0 6px;
    min-height: calc(28 * var(--_px));
    padding-inline-start: 6px;
    border-radius: 4px;
  }

  ol li:hover,
  ol li:focus-within {
    background: var(--_hover);
  }

  ol li button {
    width: calc(24 * var(--_px));
    min-height: calc(24 * var(--_px));
    color: var(--_muted);
  }

  ol li.missing-column .name {
    text-decoration: underline wavy var(--_bad) 1px;
    text-underline-offset: 3px;
  }

  ol li.missing-column > svg,
  .missing {
    color: var(--_bad);
  }

  .missing {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr);
    gap: 6px;
    font-size: var(--_type-12);
    overflow-wrap: anywhere;
  }

  .all {
    justify-self: start;
    min-height: calc(26 * var(--_px));
    font-size: var(--_type-12);
    color: var(--_muted);
  }
`
