import { css } from 'lit'

export const mapStyles = css`
  :host {
    --_map-sea: color-mix(in srgb, var(--_sunken) 55%, var(--_surface));
    --_map-line: color-mix(in srgb, var(--_border) 70%, transparent);
    --_map-land: color-mix(in srgb, var(--_muted) 18%, var(--_surface));
    --_map-border: var(--_surface);
    /* The smallest number must stand out from land without data. */
    --_ramp-low: var(--aw-ramp-low, light-dark(#aab9fa, #46549a));
  }

  .no-data {
    background: var(--_map-land);
  }

  .drawing {
    overflow: hidden;
    cursor: grab;
    touch-action: none;
    user-select: none;
    -webkit-user-select: none;
  }

  .drawing.dragged {
    cursor: grabbing;
  }

  .drawing .selected {
    stroke: var(--_text);
    stroke-width: 2px;
  }

  .drawing [class] {
    forced-color-adjust: none;
  }

  .tools {
    position: absolute;
    inset-block-start: var(--_space-4);
    inset-inline-end: var(--_space-4);
    display: grid;
    gap: var(--_space-2);
  }

  .tools button {
    background: var(--_raised);
    border-color: var(--_border);
  }

  .stage {
    position: relative;
    display: flex;
    flex: 1 0 calc(160 * var(--_px));
    min-height: 0;
  }

  .tooltip {
    position: absolute;
    z-index: 1;
    max-width: min(calc(280 * var(--_px)), 60%);
    padding: 6px var(--_space-8);
    border: 1px solid var(--_border);
    border-radius: 6px;
    background: var(--_raised);
    box-shadow: var(--_shadow-high);
    color: var(--_text);
    font-size: var(--_type-12);
    pointer-events: none;
  }

  .tooltip div {
    unicode-bidi: plaintext;
  }

  .tooltip div:first-child {
    font-weight: 600;
  }

  .file {
    cursor: pointer;
  }

  .file .button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    max-width: 100%;
    min-height: calc(32 * var(--_px));
    padding: 4px 10px;
    border: 1px solid var(--_border);
    border-radius: 6px;
    background: var(--_raised);
    color: var(--_text);
    font-size: var(--_type-13);
  }

  .file .button svg {
    flex: none;
  }

  .file:focus-within .button {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  label.file {
    flex-basis: auto;
    max-width: calc(240 * var(--_px));
  }

  summary {
    cursor: pointer;
    color: var(--_text);
  }

  details ul {
    max-height: calc(96 * var(--_px));
    margin: var(--_space-4) 0 0;
    padding-inline-start: var(--_space-24);
    overflow: auto;
  }
`
