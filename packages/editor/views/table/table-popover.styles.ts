import { css } from 'lit'

export const popoverStyles = css`
  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: var(--_space-4);
    border: 1px solid var(--_border);
    border-radius: 8px;
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow-high);
  }

  .menu {
    display: grid;
    min-width: calc(190 * var(--_px));
  }

  .menu button {
    justify-content: start;
    gap: 10px;
    font-weight: 400;
  }

  .menu button[aria-current='true'] {
    color: var(--_accent);
    font-weight: 500;
  }

  .menu button svg {
    color: var(--_muted);
  }

  .menu hr {
    width: 100%;
    margin: var(--_space-4) 0;
    border: 0;
    border-top: 1px solid var(--_border);
  }

  .filter {
    display: grid;
    gap: 10px;
    width: calc(260 * var(--_px));
    padding: 10px;
  }

  .filter label {
    display: grid;
    gap: var(--_space-2);
    min-width: 0;
    color: var(--_muted);
    font-size: var(--_type-12);
  }

  .filter label > * {
    color: var(--_text);
    font-size: var(--_type-13);
  }

  .filter label > span {
    color: var(--_muted);
    font-size: var(--_type-12);
  }

  .filter .range {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--_space-8);
  }

  .filter .buttons {
    display: flex;
    justify-content: end;
    gap: 6px;
  }
`
