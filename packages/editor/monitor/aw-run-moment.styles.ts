import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: auto minmax(calc(40 * var(--_px)), 1fr) auto;
    align-items: center;
    gap: 0 var(--_space-8);
    padding: 6px var(--_space-12);
    background: var(--_surface);
  }

  .buttons {
    display: flex;
  }

  :host(:dir(rtl)) .buttons svg {
    scale: -1 1;
  }

  input[type='range'] {
    width: 100%;
    min-width: 0;
    margin: 0;
    accent-color: var(--_accent);
    cursor: pointer;
  }

  .end {
    min-height: calc(26 * var(--_px));
    padding-inline: var(--_space-4);
    font-size: var(--_type-12);
  }

  .end[aria-pressed='true'] {
    color: var(--_accent);
  }

  .words {
    grid-column: 1 / -1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--_type-12);
  }
`
