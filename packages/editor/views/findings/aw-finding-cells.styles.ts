import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    font-size: var(--_type-13);
  }

  .space {
    position: relative;
    contain: strict;
  }

  ul {
    position: absolute;
    inset-inline: 0;
  }

  li {
    display: grid;
    grid-template-columns: calc(20 * var(--_px)) auto minmax(0, 1fr) auto auto;
    grid-template-rows: calc(28 * var(--_px)) calc(18 * var(--_px));
    column-gap: var(--_space-8);
    align-items: center;
    height: calc(54 * var(--_px));
    padding: var(--_space-4) var(--_space-12) var(--_space-2);
    padding-inline-start: calc(36 * var(--_px));
    border-top: 1px solid var(--_border);
  }

  :host([compact]) li {
    grid-template-rows: calc(27 * var(--_px));
    height: calc(34 * var(--_px));
  }

  li:hover {
    background: var(--_hover);
  }

  input {
    margin: 0;
    inline-size: 16px;
    block-size: 16px;
  }

  .place {
    min-height: calc(24 * var(--_px));
    padding: 0 var(--_space-4);
    border-color: transparent;
    background: none;
    font-weight: 400;
  }

  .reason {
    grid-column: 2 / -1;
    padding-inline-start: var(--_space-4);
  }

  del,
  ins {
    font-family: var(--_mono);
    white-space: pre;
  }

  ins {
    text-decoration: none;
    font-weight: 600;
  }

  .repair {
    min-height: calc(26 * var(--_px));
    width: calc(28 * var(--_px));
  }

  .repaired {
    display: inline-flex;
    gap: var(--_space-4);
    align-items: center;
    color: var(--_good);
    font-size: var(--_type-12);
  }

  .rest {
    padding: var(--_space-8) var(--_space-12);
  }
`
