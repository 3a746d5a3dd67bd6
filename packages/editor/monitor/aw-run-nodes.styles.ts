import { css } from 'lit'

export const styles = css`
  .scroll {
    --_grid: minmax(100px, 2fr) minmax(124px, 1.4fr) 76px minmax(68px, 112px) 80px 80px 76px;
  }

  .top {
    position: sticky;
    top: 0;
    z-index: 1;
    min-width: calc(604 * var(--_px));
    background: var(--_surface);
    border-bottom: 1px solid var(--_border);
  }

  .space {
    min-width: calc(604 * var(--_px));
  }

  .head,
  .row {
    display: grid;
    grid-template-columns: var(--_grid);
    align-items: center;
    height: calc(28 * var(--_px));
  }

  .head > span {
    min-width: 0;
    text-align: end;
  }

  .head > .title,
  .head > .state {
    text-align: start;
  }

  .head button {
    min-height: calc(26 * var(--_px));
    padding: var(--_space-2) var(--_space-8);
    border-width: 0;
    color: var(--_muted);
    font-size: var(--_type-12);
    gap: var(--_space-2);
  }

  .head > .title button {
    padding-inline-start: var(--_space-12);
  }

  .row > span {
    padding-inline: var(--_space-8);
    min-width: 0;
  }

  .state {
    display: flex;
    align-items: center;
    gap: 6px;
  }

  .number {
    text-align: end;
    white-space: nowrap;
  }
`
