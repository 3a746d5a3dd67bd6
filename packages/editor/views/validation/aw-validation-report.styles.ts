import { css } from 'lit'

export const styles = css`
  :host {
    container-type: inline-size;
  }

  .bar {
    gap: var(--_space-8) var(--_space-12);
    padding: 10px var(--_space-16);
  }

  .bar .verdict {
    display: flex;
    flex: initial;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-2) var(--_space-8);
    font-size: var(--_type-14);
    font-weight: 600;
  }

  .verdict .summary {
    color: var(--_muted);
    font-size: var(--_type-13);
    font-weight: 400;
  }

  /* Moves the export buttons to the end of the line without giving them a line of their own. */
  .filters {
    display: flex;
    flex: 1 1 auto;
    gap: var(--_space-4);
  }

  .exports {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-4);
  }

  /* If not everything fits on one line, the filters and export buttons move below the verdict. */
  @container (max-width: max(860px, 54rem)) {
    .bar .verdict {
      flex-basis: 100%;
    }
  }

  .filters button[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_wash);
    color: var(--_accent);
  }

  .rules {
    flex: 1;
    min-height: 0;
    overflow: auto;
  }

  .rule {
    display: grid;
    grid-template-columns: calc(20 * var(--_px)) minmax(0, 1fr) minmax(calc(120 * var(--_px)), calc(180 * var(--_px)));
    gap: var(--_space-2) var(--_space-12);
    padding: 10px var(--_space-16);
    border-bottom: 1px solid color-mix(in srgb, var(--_border) 60%, transparent);
  }

  .rule:focus-visible {
    outline-offset: -2px;
  }

  .rule-text {
    overflow-wrap: anywhere;
    font-weight: 500;
  }

  .severity {
    margin-inline-start: 6px;
    font-weight: 400;
  }

  .message,
  .sample {
    grid-column: 2 / -1;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }

  .sample {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-4) 6px;
    margin-top: var(--_space-4);
  }

  .sample button {
    max-width: calc(280 * var(--_px));
    font-size: var(--_type-12);
  }

  .share {
    display: grid;
    gap: var(--_space-4);
    color: var(--_muted);
    text-align: end;
  }

  .share svg {
    display: block;
    width: 100%;
    height: 4px;
    border-radius: 2px;
    background: color-mix(in srgb, var(--_border) 80%, transparent);
  }

  .share rect {
    fill: currentcolor;
  }

  .none {
    padding: var(--_space-24) var(--_space-16);
    color: var(--_muted);
  }

  @container (width < max(560px, 35rem)) {
    .rule {
      grid-template-columns: calc(20 * var(--_px)) minmax(0, 1fr);
    }

    .share {
      grid-column: 2;
      text-align: start;
    }
  }

  @media (forced-colors: active) {
    .share rect {
      fill: CanvasText;
    }
  }
`
