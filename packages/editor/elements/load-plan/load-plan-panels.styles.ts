import { css } from 'lit'

/** Styles for a load plan's popovers: evidence for decisions, and column settings. */
export const panelStyles = css`
  .popover {
    position: fixed;
    inset: auto;
    width: calc(300 * var(--_px));
    max-width: calc(var(--_window-width, 100vw) - 16px);
    max-height: calc(var(--_window-height, 100vh) - 16px);
    margin: 0;
    padding: 14px;
    overflow-y: auto;
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow-high);
  }

  .popover:popover-open {
    display: grid;
    gap: 10px;
  }

  #evidence:popover-open {
    gap: var(--_space-4);
  }

  #evidence:focus-visible {
    outline: none;
  }

  #evidence ul {
    display: grid;
    gap: var(--_space-2);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  #evidence li {
    display: flex;
    justify-content: space-between;
    gap: var(--_space-12);
  }

  #evidence h4 {
    margin-top: 6px;
    color: var(--_muted);
    font-size: var(--_type-12);
  }

  .panel-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space-8);
    min-height: calc(20 * var(--_px));
  }

  .panel-head h3 {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .field {
    display: grid;
    gap: var(--_space-4);
    min-width: 0;
    font-size: var(--_type-12);
  }

  .field > label,
  .field > span {
    color: var(--_muted);
    font-weight: 500;
  }

  .field input,
  .field select {
    font-size: var(--_type-13);
  }

  .pair {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 10px;
  }

  .evidence {
    padding-top: var(--_space-8);
    border-top: 1px solid var(--_border);
  }

  .alternatives {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
  }

  .alternatives button {
    min-height: calc(24 * var(--_px));
    padding: 0 var(--_space-8);
    font-family: var(--_mono);
    font-size: var(--_type-12);
  }

  .check {
    display: flex;
    align-items: center;
    gap: var(--_space-8);
  }

  .actions {
    display: flex;
    gap: 6px;
  }

  .actions .gap {
    flex: 1;
  }
`
