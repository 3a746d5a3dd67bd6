import { css } from 'lit'

export const cellsStyles = css`
  .head {
    position: sticky;
    top: 0;
    display: flex;
    z-index: 2;
    height: calc(40 * var(--_px));
    background: var(--_surface);
    border-bottom: 1px solid var(--_border);
  }

  .cell {
    position: absolute;
    top: 0;
    height: calc(28 * var(--_px));
    padding: 0 10px;
    overflow: hidden;
    line-height: calc(28 * var(--_px));
    white-space: pre;
    text-overflow: ellipsis;
    unicode-bidi: plaintext;
    border-right: 1px solid color-mix(in srgb, var(--_border) 45%, transparent);
  }

  .line-mark {
    color: var(--_muted);
  }

  .head .cell {
    display: flex;
    align-items: center;
    gap: 6px;
    height: calc(39 * var(--_px));
    font-weight: 500;
    user-select: none;
    -webkit-user-select: none;
  }

  .head .cell svg {
    color: var(--_muted);
  }

  /* Reserves the space so that column names do not move when the distributions are loaded. */
  .head.with-shares .cell {
    padding-bottom: calc(13 * var(--_px));
  }

  .head .shares {
    position: absolute;
    bottom: 2px;
    left: 10px;
    width: min(100% - 20px, 96 * var(--_px));
    height: calc(13 * var(--_px));
    fill: color-mix(in srgb, var(--_muted) 55%, transparent);
    pointer-events: none;
  }

  .head .number .shares {
    right: 10px;
    left: auto;
  }

  .shares .filled {
    fill: var(--_border);
  }

  .shares .nulls {
    fill: var(--_warn);
  }

  .head .name {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .head .cell.number .name {
    text-align: right;
  }

  .grip {
    position: absolute;
    top: 0;
    right: 0;
    width: 9px;
    height: 100%;
    cursor: col-resize;
    touch-action: none;
  }

  .grip:hover::after,
  .grip.active::after {
    content: '';
    position: absolute;
    top: 6px;
    bottom: 6px;
    right: 0;
    width: 2px;
    background: var(--_accent);
  }

  .row {
    position: absolute;
    top: 0;
    left: 0;
    display: flex;
    width: 100%;
    height: calc(28 * var(--_px));
    border-bottom: 1px solid color-mix(in srgb, var(--_border) 55%, transparent);
    contain: layout style;
  }

  .row.current {
    background: color-mix(in srgb, var(--_accent) 5%, transparent);
  }

  .index {
    position: sticky;
    left: 0;
    z-index: 2;
    flex: none;
    display: block;
    height: calc(27 * var(--_px));
    padding: 0 var(--_space-8);
    background: var(--_sunken);
    color: var(--_muted);
    font-size: var(--_type-12);
    line-height: calc(27 * var(--_px));
    text-align: right;
    border-right: 1px solid var(--_border);
  }

  .head .index {
    height: calc(39 * var(--_px));
    line-height: calc(39 * var(--_px));
    z-index: 3;
  }

  .cell.pinned {
    position: sticky;
    z-index: 1;
    flex: none;
    background: var(--_surface);
    border-right-color: var(--_border);
  }

  .row.current .cell.pinned {
    background: color-mix(in srgb, var(--_accent) 5%, var(--_surface));
  }

  .row .cell.selected {
    background: color-mix(in srgb, var(--_accent) 14%, var(--_surface));
  }

  .row .cell.changed {
    background: color-mix(in srgb, var(--_info) 12%, var(--_surface));
  }

  .row .cell.changed.selected {
    background: color-mix(in srgb, var(--_accent) 18%, var(--_surface));
  }

  .row .cell.cell.tinted {
    background-image: linear-gradient(var(--_strong), var(--_strong)), linear-gradient(var(--_tint), var(--_tint));
    background-position:
      left bottom,
      left top;
    background-size:
      var(--_share) 3px,
      100% 100%;
    background-repeat: no-repeat;
  }

  .cell[data-mark] {
    padding-left: 24px;
  }

  .cell[data-mark]::before {
    content: attr(data-mark);
    position: absolute;
    left: 8px;
    color: var(--_strong);
    font-style: normal;
    font-weight: 600;
  }

  .cell.changed::after {
    content: '';
    position: absolute;
    top: 0;
    right: 0;
    border: 4px solid;
    border-color: var(--_info) var(--_info) transparent transparent;
    forced-color-adjust: none;
  }

  @media (forced-colors: active) {
    .row .cell.selected {
      outline: 1px dashed Highlight;
      outline-offset: -2px;
    }
  }

  .head .cell.sortable .name {
    cursor: pointer;
  }

  .head .cell .menu-button {
    position: absolute;
    top: calc(7 * var(--_px));
    right: 8px;
    width: calc(24 * var(--_px));
    min-height: calc(25 * var(--_px));
    padding: 0;
    background: var(--_surface);
    opacity: 0;
  }

  .head .cell:hover .menu-button,
  .head .cell.current .menu-button,
  .head .menu-button:focus-visible,
  .head .menu-button[aria-expanded='true'] {
    opacity: 1;
  }

  @media (hover: none) {
    .head .cell:has(.menu-button) {
      padding-right: calc(36 * var(--_px));
    }

    .head .cell .menu-button {
      opacity: 1;
    }
  }

  .head .cell.current {
    outline: 2px solid color-mix(in srgb, var(--_accent) 55%, transparent);
    outline-offset: -2px;
  }

  .scroller:focus-visible .head .cell.current {
    outline-color: var(--_accent);
  }

  .head .cell .direction {
    display: flex;
    flex: none;
    align-items: center;
    gap: 2px;
    color: var(--_accent);
    font-size: var(--_type-12);
  }

  .cell.number {
    text-align: right;
  }

  .cell.null {
    color: var(--_muted);
    font-style: italic;
    font-size: var(--_type-12);
  }

  .cell.loading::before {
    content: '';
    position: absolute;
    top: 10px;
    left: 10px;
    width: min(60%, calc(80 * var(--_px)));
    height: 8px;
    border-radius: 4px;
    background: var(--_sunken);
  }

  .unreadable .cell.loading::before {
    display: none;
  }

  .cell.number.loading::before {
    left: auto;
    right: 10px;
  }

  .cell.current {
    outline: 2px solid color-mix(in srgb, var(--_accent) 55%, transparent);
    outline-offset: -2px;
    border-radius: 2px;
  }

  .scroller:focus-visible .cell.current {
    outline-color: var(--_accent);
  }
`
