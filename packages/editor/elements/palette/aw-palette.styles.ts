import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_surface);
  }

  .search {
    position: relative;
    padding: var(--_space-12) var(--_space-12) var(--_space-8);
  }

  .search svg {
    position: absolute;
    top: 19px;
    inset-inline-start: 20px;
    color: var(--_muted);
    pointer-events: none;
  }

  .search input {
    padding-inline-start: 30px;
  }

  .list {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: 0 var(--_space-8) var(--_space-16);
    scrollbar-width: thin;
    scrollbar-color: color-mix(in srgb, var(--_muted) 40%, transparent) transparent;
  }

  h2 {
    padding: var(--_space-12) var(--_space-8) var(--_space-4);
    color: var(--_muted);
    font-size: var(--_type-12);
    font-weight: 500;
  }

  button.type {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr) calc(16 * var(--_px));
    align-items: center;
    gap: 10px;
    width: 100%;
    min-height: calc(34 * var(--_px));
    padding: var(--_space-4) var(--_space-8);
    border-color: transparent;
    background: transparent;
    font-weight: 400;
    text-align: start;
    white-space: normal;
    cursor: grab;
  }

  button.type .title {
    overflow-wrap: anywhere;
  }

  /* Draws the plus sign without extra elements, because the list has one for each node type. */
  button.type::after {
    content: '';
    height: calc(10 * var(--_px));
    background:
      linear-gradient(currentColor 0 0) center / 100% 1.5px no-repeat,
      linear-gradient(currentColor 0 0) center / 1.5px 100% no-repeat;
    width: calc(10 * var(--_px));
    justify-self: center;
    color: var(--_muted);
    opacity: 0;
    transition: opacity var(--_motion);
  }

  button.type:hover::after,
  button.type:focus-visible::after {
    opacity: 1;
  }

  button.type:hover:not(:disabled) {
    background: var(--_hover);
    border-color: transparent;
  }

  button.type:focus-visible {
    outline-offset: -2px;
  }

  .none {
    padding: var(--_space-12) var(--_space-8);
  }

  .waiting {
    display: grid;
    gap: 10px;
    padding: var(--_space-16) var(--_space-8);
  }

  .waiting i {
    height: 14px;
    border-radius: 4px;
    background: var(--_sunken);
  }
`
