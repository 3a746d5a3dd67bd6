import { css } from 'lit'

export const styles = css`
  :host {
    position: relative;
    display: block;
    container: source-lines / inline-size;
    min-width: 0;
    min-height: 0;
    background: var(--_surface);
  }

  /** The text of a file is always laid out from left to right, regardless of the page's direction. */
  .scroller {
    position: absolute;
    inset: 0;
    overflow: auto;
    overflow-anchor: none;
    direction: ltr;
    scrollbar-color: color-mix(in srgb, var(--_muted) 55%, transparent) transparent;
  }

  .sizer {
    position: relative;
    min-width: 100%;
    font: calc(12 * var(--_px))/var(--_type-20) var(--_mono);
  }

  .lines {
    position: absolute;
    inset: 0 0 auto;
    outline-offset: -2px;
  }

  .line {
    display: flex;
    height: calc(20 * var(--_px));
    white-space: pre;
    cursor: default;
    scroll-margin: 40px;
  }

  .line:hover .gutter,
  .line.active .gutter {
    color: var(--_text);
  }

  .line.current .text {
    box-shadow: inset 0 0 0 100vmax color-mix(in srgb, var(--_accent) 10%, transparent);
  }

  .lines:focus-visible .line.active {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }

  .lines:focus-visible {
    outline: none;
  }

  .gutter {
    position: sticky;
    left: 0;
    z-index: 1;
    display: grid;
    flex: none;
    grid-template-columns: calc(40 * var(--_px)) calc(82 * var(--_px));
    width: calc(126 * var(--_px));
    background: var(--_sunken);
    color: var(--_muted);
    border-right: 3px solid transparent;
    user-select: none;
    -webkit-user-select: none;
  }

  .number {
    padding-right: var(--_space-8);
    text-align: right;
    font-variant-numeric: tabular-nums;
  }

  .tag {
    overflow: hidden;
    font: 500 calc(11 * var(--_px))/var(--_type-20) var(--_font);
    text-overflow: ellipsis;
  }

  .text {
    flex: 1 0 auto;
    padding: 0 var(--_space-12) 0 var(--_space-8);
  }

  .preamble .gutter {
    border-right: 3px dotted var(--_info);
  }
  .preamble .tag,
  .preamble.line:hover .tag {
    color: var(--_info);
  }
  .header .gutter {
    border-right-color: var(--_accent);
  }
  .header .tag {
    color: var(--_accent);
  }
  .header .text {
    font-weight: 600;
  }
  .record .gutter {
    border-right-color: color-mix(in srgb, var(--_good) 45%, transparent);
  }
  .record .tag {
    color: var(--_good);
  }
  .reject .gutter {
    border-right: 3px double var(--_bad);
  }
  .reject .tag {
    color: var(--_bad);
  }
  .reject .text {
    background: color-mix(in srgb, var(--_bad) 8%, transparent);
  }
  .note .gutter {
    border-right: 3px dotted var(--_warn);
  }
  .note .tag {
    color: var(--_warn);
  }
  .other-table .gutter {
    border-right: 3px dashed var(--_cached);
  }
  .other-table .tag {
    color: var(--_cached);
  }
  .preamble .text,
  .note .text,
  .other-table .text {
    color: var(--_muted);
  }

  .cell.even {
    background: color-mix(in srgb, var(--_accent) 13%, transparent);
  }

  .cell.odd {
    background: color-mix(in srgb, var(--_good) 11%, transparent);
  }

  .delimiter {
    margin: 0 1px;
    padding: 0 1px;
    border-radius: 3px;
    background: color-mix(in srgb, var(--_text) 10%, transparent);
    color: var(--_text);
    font-weight: 700;
  }

  .quote {
    color: var(--_warn);
    font-weight: 700;
  }

  .more {
    color: var(--_muted);
  }

  .repaired {
    margin-left: var(--_space-8);
    padding: 0 5px;
    border: 1px solid var(--_warn);
    border-radius: 4px;
    color: var(--_warn);
    font: 500 calc(11 * var(--_px))/calc(15 * var(--_px)) var(--_font);
  }

  .limit {
    position: absolute;
    right: 0;
    left: 0;
    z-index: 2;
    display: flex;
    height: 9px;
    margin-top: -5px;
    cursor: row-resize;
    touch-action: none;
    outline: none;
    pointer-events: none;
  }

  .limit::before {
    content: '';
    position: absolute;
    top: 4px;
    right: 0;
    left: 0;
    height: 1px;
    background: var(--_accent);
    pointer-events: none;
  }

  .limit:hover::before,
  .limit:focus-visible::before,
  .limit.active::before {
    height: 2px;
  }

  .limit .grip {
    position: sticky;
    right: 8px;
    height: 16px;
    margin: -4px 0 0 auto;
    padding: 0 6px;
    border: 1px solid var(--_accent);
    border-radius: 8px;
    background: var(--_raised);
    color: var(--_accent);
    font: 500 calc(11 * var(--_px))/var(--_type-14) var(--_font);
    white-space: nowrap;
    user-select: none;
    -webkit-user-select: none;
    pointer-events: auto;
  }

  .limit.shifted .grip,
  .limit.top.begin .grip {
    right: 112px;
  }

  /** The label of a boundary at the top is displayed below the boundary, because it would not fit above. */
  .limit.top .grip {
    margin-top: 5px;
  }

  .limit.top.shifted .grip {
    right: 8px;
  }

  /** The header boundary is at the same position as the start of the table. */
  .limit.shifted::before {
    display: none;
  }

  .plain .gutter {
    border-right-color: var(--_border);
  }

  .limit:hover .grip,
  .limit.active .grip {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .limit:focus-visible .grip {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .menu {
    position: fixed;
    inset: auto;
    width: max-content;
    max-width: calc(var(--_window-width, 100vw) - 16px);
    margin: 0;
    padding: var(--_space-4);
    border: 1px solid var(--_border);
    border-radius: 8px;
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow-high);
    direction: inherit;
  }

  .menu strong {
    display: block;
    padding: var(--_space-4) var(--_space-8);
    color: var(--_muted);
    font-size: var(--_type-12);
    font-weight: 500;
  }

  .menu button {
    display: flex;
    justify-content: flex-start;
    width: 100%;
    border-color: transparent;
    background: transparent;
    font-weight: 400;
  }

  .menu button:hover,
  .menu button:focus-visible {
    background: var(--_hover);
  }

  @container source-lines (max-width: max(479px, 29.9375rem)) {
    .gutter {
      grid-template-columns: calc(30 * var(--_px)) calc(62 * var(--_px));
      width: calc(96 * var(--_px));
    }
    .number {
      padding-right: 6px;
    }
    .limit .grip {
      width: calc(26 * var(--_px));
      padding: 0;
      text-align: center;
    }
    .limit .grip::before {
      content: '↕';
    }
    .limit .grip span {
      display: none;
    }
    .limit.shifted .grip,
    .limit.top.begin .grip {
      right: 44px;
    }
    .limit.top.shifted .grip {
      right: 8px;
    }
  }

  @media (forced-colors: active) {
    .delimiter,
    .quote {
      forced-color-adjust: none;
      background: CanvasText;
      color: Canvas;
    }
    .gutter {
      border-right-color: CanvasText;
    }
  }
`
