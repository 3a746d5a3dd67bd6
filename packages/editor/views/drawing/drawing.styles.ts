import { css } from 'lit'

/** Styles shared by charts, maps and graphs: the settings form, the legend, messages, and the table. */
export const drawingStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    overflow: auto;
    background: var(--_surface);
    container-type: inline-size;
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: var(--_space-8) var(--_space-12);
    padding: 10px var(--_space-12);
    border-bottom: 1px solid var(--_border);
  }

  form {
    display: flex;
    flex: 1 1 calc(280 * var(--_px));
    flex-wrap: wrap;
    gap: var(--_space-8) 10px;
    min-width: 0;
  }

  label {
    display: grid;
    flex: 0 1 calc(136 * var(--_px));
    gap: var(--_space-2);
    min-width: calc(92 * var(--_px));
    font-size: var(--_type-12);
    color: var(--_muted);
  }

  select {
    color: var(--_text);
    font-size: var(--_type-13);
  }

  aw-data-table {
    flex: 1 0 calc(160 * var(--_px));
    min-height: 0;
  }

  button[aria-pressed='true'] {
    background: var(--_wash);
    border-color: var(--_accent);
    color: var(--_accent);
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-2) 14px;
  }

  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    max-width: calc(220 * var(--_px));
  }

  .legend li:has(.ramp) {
    max-width: none;
  }

  .swatch {
    flex: none;
    width: 10px;
    height: 10px;
    border-radius: 2px;
    forced-color-adjust: none;
  }

  .ramp {
    width: calc(120 * var(--_px));
    height: 10px;
    border-radius: 2px;
    background: linear-gradient(to right in oklab, var(--_ramp-low), var(--_ramp-high));
    forced-color-adjust: none;
  }

  .message {
    display: grid;
    flex: 1;
    place-content: center;
    justify-items: center;
    gap: 10px;
    min-height: calc(120 * var(--_px));
    padding: var(--_space-24);
    color: var(--_muted);
    text-align: center;
  }

  .message p {
    max-width: calc(420 * var(--_px));
  }

  /** In a short, wide element, the form is placed next to the drawing. */
  :host([data-low]) .bar {
    align-items: start;
    flex: none;
    width: calc(168 * var(--_px));
    overflow: auto;
    border-bottom: 0;
    border-inline-end: 1px solid var(--_border);
  }

  :host([data-low]) form {
    flex-direction: column;
    flex-wrap: nowrap;
    gap: 6px;
  }

  :host([data-low]) label {
    flex: none;
  }
`
