import { css } from 'lit'

export const styles = css`
  .main {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }

  .body,
  .tables,
  .body {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, 1fr) calc(232 * var(--_px));
    min-height: calc(160 * var(--_px));
  }

  .stage {
    position: relative;
    container: stage / inline-size;
    min-width: 0;
    min-height: 0;
    overflow: hidden;
    direction: ltr;
  }

  .place {
    position: absolute;
    inset: 0;
  }

  .place:focus-visible {
    outline-offset: -2px;
  }

  .place canvas {
    display: block;
    width: 100%;
    height: 100%;
  }

  .labels {
    position: absolute;
    inset: 0;
    overflow: hidden;
    pointer-events: none;
  }

  .labels span {
    position: absolute;
    top: 0;
    left: 0;
    max-width: calc(190 * var(--_px));
    overflow: hidden;
    color: var(--_text);
    font-size: calc(11 * var(--_px));
    line-height: calc(16 * var(--_px));
    text-overflow: ellipsis;
    text-shadow:
      0 0 3px var(--_surface),
      0 0 3px var(--_surface),
      0 0 3px var(--_surface);
    white-space: nowrap;
  }

  .labels .strong {
    padding: 1px 6px;
    border: 1px solid var(--_border);
    border-radius: 4px;
    background: var(--_raised);
    font-size: var(--_type-12);
    font-weight: 600;
    text-shadow: none;
  }

  .tools {
    position: absolute;
    right: 10px;
    bottom: 10px;
    display: flex;
    gap: var(--_space-2);
    padding: var(--_space-2);
    border: 1px solid var(--_border);
    border-radius: 8px;
    background: var(--_raised);
    box-shadow: var(--_shadow-low);
  }

  .legend {
    position: absolute;
    left: 12px;
    bottom: 10px;
    max-width: calc(100% - 150px);
    padding: var(--_space-4) var(--_space-8);
    border-radius: 6px;
    background: color-mix(in srgb, var(--_surface) 92%, transparent);
  }

  /* In a narrow view, the tools would cover the legend if it were next to them. */
  @container stage (max-width: max(380px, 23.75rem)) {
    .legend {
      bottom: calc(52 * var(--_px));
      max-width: calc(100% - 24px);
    }
  }

  .swatch {
    border-radius: 50%;
  }

  /* The colors of points are interpolated in sRGB. */
  .ramp {
    background: linear-gradient(to right, var(--_ramp-low), var(--_ramp-high));
  }

  .side {
    display: flex;
    flex-direction: column;
    min-height: 0;
    border-inline-start: 1px solid var(--_border);
  }

  .search {
    position: relative;
    padding: 10px 10px var(--_space-8);
  }

  .search input:not([type='checkbox'], [type='radio'], [type='range']) {
    padding-inline-start: 30px;
  }

  .search svg {
    position: absolute;
    top: 17px;
    inset-inline-start: 19px;
    color: var(--_muted);
    pointer-events: none;
  }

  .side .title {
    padding: var(--_space-4) var(--_space-12);
    font-weight: 500;
  }

  .side ul {
    flex: 1;
    min-height: 0;
    padding: 0 6px var(--_space-8);
    overflow: auto;
  }

  .side li button {
    display: flex;
    justify-content: space-between;
    gap: var(--_space-8);
    width: 100%;
    min-height: calc(28 * var(--_px));
    padding: var(--_space-2) var(--_space-8);
    font-weight: 400;
    text-align: start;
  }

  .side li button:focus-visible {
    outline-offset: -2px;
  }

  .side li button[aria-current='true'] {
    background: var(--_wash);
    color: var(--_accent);
    font-weight: 500;
  }

  .side li button > span:last-child:not(:first-child) {
    flex: none;
    color: var(--_muted);
    font-size: var(--_type-12);
  }

  .selected-point {
    display: grid;
    gap: var(--_space-4);
    padding: var(--_space-4) var(--_space-12) var(--_space-8);
    border-bottom: 1px solid var(--_border);
  }

  .selected-point strong {
    font-size: var(--_type-14);
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .selected-point button {
    justify-self: start;
    min-height: calc(26 * var(--_px));
    padding: var(--_space-2) var(--_space-8);
    font-size: var(--_type-12);
  }

  .status {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-4) 14px;
    min-height: calc(34 * var(--_px));
    padding: 3px var(--_space-12);
    border-top: 1px solid var(--_border);
  }

  .status .note {
    display: inline-flex;
    gap: 5px;
    align-items: center;
  }

  .status .end {
    display: flex;
    gap: var(--_space-4);
    margin-inline-start: auto;
  }

  .status button {
    min-height: calc(26 * var(--_px));
    padding: var(--_space-2) var(--_space-8);
    font-size: var(--_type-12);
  }

  .status span,
  .side .title,
  .selected-point span {
    unicode-bidi: plaintext;
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

  .tables {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }

  .tables [role='group'] {
    display: flex;
    gap: var(--_space-4);
    padding: var(--_space-8) var(--_space-12);
    border-bottom: 1px solid var(--_border);
  }

  :host([data-low]) .main {
    flex-direction: row;
  }

  @container (max-width: max(620px, 38.75rem)) {
    .body {
      grid-template-rows: minmax(calc(180 * var(--_px)), 1fr) calc(132 * var(--_px));
      grid-template-columns: minmax(0, 1fr);
    }

    .side {
      border-inline-start: 0;
      border-top: 1px solid var(--_border);
    }

    label {
      flex: 1 1 40%;
    }

    /*
     * In a narrow element, the graph is placed above its settings. If it is also short, users scroll to reach them.
     */
    :host(:not([data-low])) .main {
      overflow-y: auto;
    }

    :host(:not([data-low])) .body {
      flex: 1 0 auto;
    }

    :host(:not([data-low])) .bar {
      order: 1;
      border-top: 1px solid var(--_border);
      border-bottom: 0;
    }
  }
`
