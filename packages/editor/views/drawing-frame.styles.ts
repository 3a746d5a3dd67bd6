import { css } from 'lit'

/** Layout shared by charts and graphs: a bar with the settings form, the drawing, and the table that can replace it. */
export const drawingFrame = css`
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
    padding: 10px var(--_space-12);
    border-bottom: 1px solid var(--_border);
  }

  form {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-8) 10px;
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
