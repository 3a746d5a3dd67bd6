import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_surface);
  }

  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 8px 8px 8px 12px;
    border-bottom: 1px solid var(--_border);
  }

  h2 {
    flex: 1;
    margin: 0;
    font-size: calc(14 * var(--_px));
  }

  .content {
    flex: 1;
    min-height: 0;
    padding: 12px;
    overflow: auto;
  }
`
