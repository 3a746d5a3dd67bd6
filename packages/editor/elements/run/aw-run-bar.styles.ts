import { css } from 'lit'

// Comments inside the template would end up in the bundle, so individual rules are explained here:
// - `label.input ~ .state`: The state wraps to two lines next to the input instead of taking a line below it.
// - `label.input ~ .state.about-input`: Hidden visually, because the input itself already asks for a file. Screen
//   readers still announce the state.
// - `.facts` on narrow pages: A second line would take the height from the results, which show the rows.
export const styles = css`
  :host {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-12);
    max-width: 100%;
    padding-block: 6px;
    padding-inline: var(--_space-8) 6px;
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_raised);
    box-shadow: var(--_shadow-high);
  }

  button {
    flex: none;
  }

  button.run {
    min-width: calc(84 * var(--_px));
    min-height: calc(34 * var(--_px));
  }

  .state {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    padding-inline-end: 6px;
    white-space: nowrap;
  }

  .state .text {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .facts {
    display: flex;
    gap: var(--_space-12);
    padding-inline-end: 6px;
    color: var(--_muted);
    white-space: nowrap;
  }

  label.input {
    display: flex;
    align-items: center;
    gap: var(--_space-8);
    min-width: 0;
    color: var(--_muted);
    white-space: nowrap;
  }

  label.input select {
    width: calc(168 * var(--_px));
    color: var(--_text);
  }

  @container (max-width: max(720px, 45rem)) {
    .facts .optional,
    label.input .word {
      display: none;
    }
  }

  @container (max-width: max(560px, 35rem)) {
    :host {
      flex-wrap: wrap;
      row-gap: var(--_space-4);
    }

    label.input {
      flex: 1 1 5em;
    }

    label.input select {
      width: 100%;
      max-width: calc(160 * var(--_px));
    }

    .state {
      white-space: normal;
    }

    label.input ~ .state {
      max-width: max(10.4em, 36%);
    }

    .facts {
      display: none;
    }

    label.input ~ .state.about-input {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`
