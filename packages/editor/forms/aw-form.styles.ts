import { css } from 'lit'

// Comments inside the template would end up in the bundle, so this rule is explained here. `.help`: Remains until the
// pointer that moved the focus is released. Otherwise the element below the pointer would move before the click.

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

  .help {
    display: none;
    transition: display 0s 0.3s allow-discrete;
  }

  .field:focus-within > .help {
    display: block;
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

  .write {
    justify-self: start;
    font-size: var(--_type-12);
  }

  .row {
    display: flex;
    gap: 6px;
  }

  .row > :first-child {
    flex: 1;
    min-width: 0;
  }

  .schedule {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 6px;
  }

  .schedule > :is(select, input, details) {
    grid-column: 1 / -1;
  }

  .schedule .part {
    display: grid;
    gap: 2px;
    font-weight: 400;
  }

  .schedule summary {
    cursor: pointer;
  }

  .more > summary {
    display: flex;
    align-items: center;
    gap: var(--_space-4);
    min-height: calc(28 * var(--_px));
    color: var(--_muted);
    font-weight: 500;
    cursor: pointer;
    list-style: none;
    border-radius: 4px;
  }

  .more > summary::-webkit-details-marker {
    display: none;
  }

  .more > summary svg {
    transition: rotate var(--_motion);
  }

  .more[open] > summary svg {
    rotate: 90deg;
  }

  .more > div {
    display: grid;
    gap: var(--_space-16);
    padding-top: 10px;
  }

  :host([compact]) {
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 6px;
    align-items: end;
  }

  :host([compact]) .field {
    gap: 2px;
  }

  :host([compact]) .field:first-child:nth-last-child(odd) {
    grid-column: 1 / -1;
  }

  :host([compact]) :is(label, .label) {
    color: var(--_muted);
    font-size: var(--_type-12);
    font-weight: 400;
  }

  :host([compact]) .top {
    min-height: 0;
  }

  .required {
    font-weight: 400;
  }
`
