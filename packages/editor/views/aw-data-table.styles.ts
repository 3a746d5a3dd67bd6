import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
    background: var(--_surface);
    contain: strict;
    container-type: inline-size;
  }

  .scroller {
    position: relative;
    flex: 1;
    min-height: 0;
    overflow: auto;
    overflow-anchor: none;
    direction: ltr;
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
    display: flex;
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
    unicode-bidi: plaintext;
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
    display: flex;
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
    z-index: 2;
    flex: none;
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
    top: 4px;
    right: 8px;
    width: 24px;
    min-height: 25px;
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
    color: var(--_accent);
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

  .toolbar {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    padding: 6px 8px;
    border-bottom: 1px solid var(--_border);
  }

  .chip {
    display: inline-flex;
    align-items: center;
    max-width: 100%;
    gap: 2px;
    padding-inline-start: 8px;
    border: 1px solid color-mix(in srgb, var(--_accent) 35%, var(--_border));
    border-radius: 6px;
    background: var(--_wash);
    font-size: 12px;
  }

  .chip > svg {
    margin-inline-end: 4px;
  }

  .chip .words {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .chip button {
    min-height: 26px;
    font-size: 12px;
    font-weight: 400;
  }

  .chip button.words {
    padding: 0 2px;
  }

  .chip button.icon {
    width: 26px;
  }

  .find {
    display: flex;
    align-items: center;
    gap: 2px;
    margin-inline-start: auto;
  }

  .find input:not([type='checkbox'], [type='radio'], [type='range']) {
    width: 200px;
    min-height: 28px;
  }

  .find .muted {
    min-width: 64px;
    padding-inline: 6px;
    font-size: 12px;
    white-space: nowrap;
  }

  .find button {
    width: 26px;
    min-height: 28px;
  }

  .whole {
    display: flex;
    flex: 1;
    min-height: 0;
    min-width: 0;
  }

  .whole .scroller {
    min-width: 0;
  }

  .detail {
    display: flex;
    flex: none;
    flex-direction: column;
    width: min(320px, 45%);
    min-height: 0;
    border-inline-start: 1px solid var(--_border);
  }

  .detail header {
    display: flex;
    align-items: start;
    gap: 2px;
    padding: 8px 6px 8px 12px;
  }

  .detail header div {
    display: grid;
    flex: 1;
    min-width: 0;
  }

  .detail header strong {
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .detail header span {
    font-size: 12px;
  }

  .detail .change {
    display: flex;
    gap: 8px;
    margin: 0 12px 8px;
    padding: 6px 8px;
    border-radius: 6px;
    background: color-mix(in srgb, var(--_info) 12%, var(--_surface));
    font-size: 12px;
    overflow-wrap: anywhere;
  }

  .detail .change svg {
    margin-top: 1px;
    color: var(--_info);
  }

  .detail del {
    text-decoration-color: var(--_muted);
  }

  .detail pre {
    flex: 1;
    min-height: 0;
    margin: 0;
    padding: 8px 12px;
    overflow: auto;
    border-top: 1px solid var(--_border);
    font-family: var(--_mono);
    font-size: 12px;
    overflow-wrap: anywhere;
    unicode-bidi: plaintext;
    white-space: pre-wrap;
  }

  .detail pre.null {
    color: var(--_muted);
    font-style: italic;
  }

  .detail footer {
    padding: 4px 12px;
    font-size: 12px;
  }

  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 4px;
    border: 1px solid var(--_border);
    border-radius: 8px;
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow-high);
  }

  .menu {
    display: grid;
    min-width: 190px;
  }

  .menu button {
    justify-content: start;
    gap: 10px;
    font-weight: 400;
  }

  .menu button[aria-current='true'] {
    color: var(--_accent);
    font-weight: 500;
  }

  .menu button svg {
    color: var(--_muted);
  }

  .menu hr {
    width: 100%;
    margin: 4px 0;
    border: 0;
    border-top: 1px solid var(--_border);
  }

  .filter {
    display: grid;
    gap: 10px;
    width: 260px;
    padding: 10px;
  }

  .filter label {
    display: grid;
    gap: 2px;
    min-width: 0;
    color: var(--_muted);
    font-size: 12px;
  }

  .filter label > * {
    color: var(--_text);
    font-size: 13px;
  }

  .filter label > span {
    color: var(--_muted);
    font-size: 12px;
  }

  .filter .two {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
  }

  .filter .buttons {
    display: flex;
    justify-content: end;
    gap: 6px;
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

  .status button.icon {
    width: 26px;
    padding: 0;
  }

  .status button {
    min-height: 22px;
    padding: 0 8px;
    font-size: 12px;
  }

  /* Words that begin with a number keep their order where the page goes from right to left. */
  .status span,
  .find .muted,
  .chip .words,
  .detail header span,
  .detail footer {
    unicode-bidi: plaintext;
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

  @container (max-width: 520px) {
    .whole {
      flex-direction: column;
    }

    .detail {
      width: auto;
      height: 45%;
      border-inline-start: 0;
      border-top: 1px solid var(--_border);
    }

    .find {
      width: 100%;
    }

    .find input:not([type='checkbox'], [type='radio'], [type='range']) {
      flex: 1;
      width: auto;
    }
  }
`
