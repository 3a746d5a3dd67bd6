import { css } from 'lit'

export const styles = css`
  :host {
    z-index: 5;
    width: 264px;
  }

  ul {
    max-height: 264px;
  }

  li {
    grid-template-columns: 16px minmax(0, 1fr);
    gap: 0 10px;
  }

  li .detail {
    grid-column: 2;
  }
`
