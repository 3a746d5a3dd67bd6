import { css } from 'lit'

export const styles = css`
  :host {
    top: 12px;
    left: 50%;
    z-index: var(--_layer-search);
    width: min(calc(480 * var(--_px)), calc(100% - 24px));
    translate: -50% 0;
  }

  ul {
    max-height: min(calc(420 * var(--_px)), 50vh);
  }

  li {
    grid-template-columns: calc(16 * var(--_px)) minmax(0, auto) minmax(0, 1fr);
    gap: 10px;
  }

  /* Shows shortcuts in full, even if the title is truncated. */
  li:has(.keys) {
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr) auto;
  }

  .keys {
    display: flex;
    gap: var(--_space-4);
    justify-content: flex-end;
  }

  kbd {
    padding: 1px 6px;
    border: 1px solid var(--_border);
    border-radius: 4px;
    color: var(--_muted);
    font: inherit;
    font-size: var(--_type-12);
  }
`
