import { css } from 'lit'

export const styles = css`
  .actions {
    display: flex;
    flex: 1;
    gap: var(--_space-4);
    justify-content: end;
  }

  .actions button {
    min-height: calc(28 * var(--_px));
    padding: var(--_space-2) var(--_space-8);
    font-size: var(--_type-12);
  }

  figure {
    display: flex;
    /* The figure never shrinks below its content. If it does not fit, it scrolls together with the settings. */
    flex: 1 0 auto;
    flex-direction: column;
    gap: 6px;
    margin: 0;
    padding: var(--_space-12) var(--_space-16) 10px;
  }

  figcaption {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-4) var(--_space-16);
  }

  h3 {
    font-size: var(--_type-14);
  }

  /* Column names can be hundreds of characters long and must not push the drawing out of view. */
  h3,
  .notes span {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-clamp: 2;
  }

  .drawing {
    position: relative;
    flex: 1 0 calc(160 * var(--_px));
    overflow: auto;
    direction: ltr;
  }

  .drawing:focus-visible {
    outline-offset: -2px;
  }

  .drawing > svg {
    --plot-background: var(--_raised);
    display: block;
    color: color-mix(in srgb, var(--_text) 82%, transparent);
    font-family: var(--_font);
  }

  .drawing > svg g[aria-label='tip'] {
    fill: var(--_raised);
    stroke: var(--_muted);
    color: var(--_text);
  }

  .drawing > svg g[aria-label='tip'] text {
    fill: var(--_text);
    stroke: none;
  }

  .drawing.brushable {
    cursor: crosshair;
    user-select: none;
    -webkit-user-select: none;
  }

  .brush {
    fill: color-mix(in srgb, var(--_accent) 14%, transparent);
    stroke: var(--_accent);
    stroke-dasharray: 3 2;
    forced-color-adjust: none;
  }

  .cursor {
    fill: none;
    stroke: var(--_text);
    stroke-width: 2;
    pointer-events: none;
    forced-color-adjust: none;
  }

  figure:not(:has(.drawing:focus-visible)) > .keys {
    position: absolute;
    clip-path: inset(50%);
  }

  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-4) var(--_space-8);
    font-size: var(--_type-12);
  }

  .filters li {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    padding-inline-start: var(--_space-8);
    border-radius: 12px;
    background: var(--_chip);
  }

  .filters .icon {
    min-height: calc(24 * var(--_px));
    width: calc(24 * var(--_px));
  }

  .notes {
    display: grid;
    gap: var(--_space-2);
  }

  .notes span,
  h3 {
    unicode-bidi: plaintext;
  }

  .notes li {
    display: flex;
    gap: 6px;
    align-items: start;
  }

  .notes svg {
    margin-top: 1px;
  }

  :host([data-low]) {
    flex-direction: row;
  }

  :host([data-low]) figure {
    flex: 1;
    min-width: 0;
    padding-block: var(--_space-8) var(--_space-4);
  }

  :host([data-low]) .drawing {
    flex-basis: calc(120 * var(--_px));
  }

  @container (max-width: max(560px, 35rem)) {
    label {
      flex: 1 1 40%;
    }

    figure {
      padding-inline: var(--_space-12);
    }

    /* In a narrow element, the chart is placed above its settings. */
    :host(:not([data-low])) .bar {
      order: 1;
      border-top: 1px solid var(--_border);
      border-bottom: 0;
    }
  }
`
