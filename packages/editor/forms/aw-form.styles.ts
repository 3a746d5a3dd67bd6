import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    align-content: start;
    gap: 16px;
  }

  .field {
    display: grid;
    gap: 4px;
  }

  .top {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: calc(20 * var(--_px));
  }

  label,
  .label {
    flex: 1;
    font-weight: 500;
  }

  .check {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) 1fr;
    gap: 8px;
    align-items: start;
  }

  .check input {
    margin-top: 2px;
  }

  .top button {
    min-height: calc(20 * var(--_px));
    height: calc(20 * var(--_px));
    width: calc(20 * var(--_px));
  }

  .row {
    display: flex;
    gap: 6px;
  }

  .row > :first-child {
    flex: 1;
    min-width: 0;
  }

  .must {
    color: var(--_muted);
    font-weight: 400;
    font-size: calc(12 * var(--_px));
  }
`
