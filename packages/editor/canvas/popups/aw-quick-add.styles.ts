import { css } from 'lit'

export const styles = css`
  :host {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 0;
    color: var(--_text);
    width: calc(264 * var(--_px));
  }

  ul {
    max-height: calc(264 * var(--_px));
  }

  li {
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr);
    gap: 0 10px;
  }

  li .detail {
    grid-column: 2;
  }

  /* A node with generated settings is shown in full, so that users can check the settings before they add it. */
  li[data-id='plan'] :is(.title, .detail) {
    white-space: normal;
  }
`
