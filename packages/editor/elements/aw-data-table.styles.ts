import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
    background: var(--_surface);
    contain: strict;
  }

  .scroller {
    position: relative;
    flex: 1;
    min-height: 0;
    overflow: auto;
    overflow-anchor: none;
    outline-offset: -2px;
    scrollbar-color: color-mix(in srgb, var(--_muted) 55%, transparent) transparent;
  }

  .sizer {
    position: relative;
    min-width: 100%;
  }

  .head {
    position: sticky;
    top: 0;
    z-index: 2;
    height: 34px;
    background: var(--_surface);
    border-bottom: 1px solid var(--_border);
  }

  .cell {
    position: absolute;
    top: 0;
    height: 28px;
    padding: 0 10px;
    overflow: hidden;
    line-height: 28px;
    white-space: pre;
    text-overflow: ellipsis;
    border-right: 1px solid color-mix(in srgb, var(--_border) 45%, transparent);
  }

  .head .cell {
    display: flex;
    align-items: center;
    gap: 6px;
    height: 33px;
    font-weight: 500;
    user-select: none;
    -webkit-user-select: none;
  }

  .head .cell svg {
    color: var(--_muted);
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
    width: 100%;
    height: 28px;
    border-bottom: 1px solid color-mix(in srgb, var(--_border) 55%, transparent);
    contain: layout style;
  }

  .row.current {
    background: color-mix(in srgb, var(--_accent) 5%, transparent);
  }

  .index {
    position: sticky;
    left: 0;
    z-index: 1;
    display: block;
    height: 27px;
    padding: 0 8px;
    background: var(--_sunken);
    color: var(--_muted);
    font-size: 12px;
    line-height: 27px;
    text-align: right;
    border-right: 1px solid var(--_border);
  }

  .head .index {
    height: 33px;
    line-height: 33px;
    z-index: 3;
  }

  .cell.number {
    text-align: right;
  }

  .cell.null {
    color: var(--_muted);
    font-style: italic;
    font-size: 12px;
  }

  .cell.loading::before {
    content: '';
    position: absolute;
    top: 10px;
    left: 10px;
    width: min(60%, 80px);
    height: 8px;
    border-radius: 4px;
    background: var(--_sunken);
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

  .status {
    display: flex;
    align-items: center;
    gap: 16px;
    min-height: 28px;
    padding: 0 12px;
    border-top: 1px solid var(--_border);
    color: var(--_muted);
    font-size: 12px;
    white-space: nowrap;
  }

  .status .value {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    color: var(--_text);
    text-align: right;
  }

  .status .at {
    overflow: hidden;
    text-overflow: ellipsis;
    max-width: 40%;
  }

  .status button {
    min-height: 22px;
    padding: 0 8px;
    font-size: 12px;
  }

  .note {
    position: absolute;
    inset: 34px 0 0;
    display: grid;
    place-content: center;
    padding: 16px;
    text-align: center;
    color: var(--_muted);
    pointer-events: none;
  }
`
