import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    align-content: start;
    gap: var(--_space-16);
  }

  .field {
    display: grid;
    gap: var(--_space-4);
  }

  .top {
    display: flex;
    align-items: center;
    gap: var(--_space-8);
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
    gap: var(--_space-8);
    align-items: start;
  }

  .check input {
    margin-top: var(--_space-2);
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

  .required {
    color: var(--_muted);
    font-weight: 400;
    font-size: var(--_type-12);
  }
`
