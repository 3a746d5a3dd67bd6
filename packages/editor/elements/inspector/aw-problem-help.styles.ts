import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
  }

  summary {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-4);
    min-height: 24px;
    color: var(--_accent);
    cursor: pointer;
    list-style: none;
  }

  details[open] summary svg {
    transform: rotate(90deg);
  }

  p {
    margin: var(--_space-4) 0;
    overflow-wrap: anywhere;
  }

  .fix {
    display: grid;
    gap: var(--_space-4);
    margin-block: var(--_space-8);
  }

  .fix label {
    display: grid;
    gap: var(--_space-4);
  }

  .fix button {
    display: flex;
    gap: var(--_space-8);
    height: auto;
    min-height: 28px;
    padding-block: var(--_space-4);
    justify-content: start;
    text-align: start;
    white-space: normal;
    overflow-wrap: anywhere;
  }

  .fix del,
  .fix ins {
    display: block;
    white-space: pre-wrap;
  }

  .fix del {
    color: var(--_bad);
  }

  .fix ins {
    color: var(--_good);
    text-decoration: none;
  }
`
