import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
    padding: 10px var(--_space-12);
    overflow-wrap: anywhere;
  }

  :host([popover]:not(:popover-open)) {
    display: none;
  }

  .type {
    display: block;
    color: var(--_muted);
    font-size: calc(11 * var(--_px));
  }

  .about {
    display: block;
    color: var(--_muted);
    font-size: calc(11 * var(--_px));
    font-weight: 400;
    white-space: nowrap;
  }

  .bars {
    display: block;
    width: calc(60 * var(--_px));
    height: 14px;
    margin-top: var(--_space-4);
    fill: var(--_port-table);
  }

  pre {
    max-height: calc(180 * var(--_px));
    margin: 0;
    overflow: auto;
    font: var(--_type-12)/1.5 var(--_mono);
    white-space: pre-wrap;
  }
`
