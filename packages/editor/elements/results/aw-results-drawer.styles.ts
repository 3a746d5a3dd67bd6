import { css } from 'lit'

// Comments inside the template would end up in the bundle, so individual rules are explained here:
// - `aw-results.closed`: While the drawer is closed, no tab looks selected.
// - `aw-results.closed::part(download)`: A closed drawer has a single button, which opens it.
// - `.splitter::after`: A visible grip, like on a bottom sheet on a phone.
export const styles = css`
  :host {
    display: block;
    position: relative;
    min-height: 0;
    border-top: 1px solid var(--_border);
    overflow: hidden;
  }

  aw-results {
    position: absolute;
    inset: 0;
  }

  aw-results.closed {
    --_shown-tab: transparent;
  }

  aw-results.closed::part(download) {
    display: none;
  }

  a.icon {
    display: inline-grid;
    place-content: center;
    width: calc(32 * var(--_px));
    min-height: calc(32 * var(--_px));
    border-radius: 6px;
    color: var(--_text);
  }

  a.icon:hover {
    background: var(--_hover);
  }

  .splitter {
    position: absolute;
    top: -1px;
    inset-inline-end: 0;
    inset-inline-start: 0;
    z-index: var(--_layer-controls);
    height: 7px;
    cursor: row-resize;
    touch-action: none;
  }

  .splitter::after {
    content: '';
    position: absolute;
    top: 3px;
    inset-inline-start: calc(50% - 16px);
    width: 32px;
    height: 3px;
    border-radius: 2px;
    background: color-mix(in srgb, var(--_border), var(--_text) 30%);
  }

  :host([beside]) {
    max-width: 100%;
    border-top: 0;
    border-inline-start: 1px solid var(--_border);
  }

  :host([beside]) .splitter {
    inset-block: 0;
    inset-inline-end: auto;
    inset-inline-start: -1px;
    width: 7px;
    height: auto;
    cursor: col-resize;
  }

  :host([beside]) .splitter::after {
    top: calc(50% - 16px);
    inset-inline-start: 3px;
    width: 3px;
    height: 32px;
  }

  .splitter:hover,
  .splitter:focus-visible,
  .splitter.active {
    background: linear-gradient(var(--_accent) 2px, transparent 2px);
    outline: none;
  }

  :host([beside]) .splitter:is(:hover, :focus-visible, .active) {
    border-inline-start: 2px solid var(--_accent);
    background: none;
  }
`
