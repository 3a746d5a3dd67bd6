import { css } from 'lit'

// Comments inside the template would end up in the bundle, so this rule is explained here. `place-self`: Places the
// text below the tabs instead of over them, because the closed drawer has no space for it.
export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_surface);
    container-type: inline-size;
  }

  .bar {
    display: flex;
    align-items: center;
    gap: var(--_space-8);
    min-height: calc(40 * var(--_px));
    padding-block: 0;
    padding-inline: var(--_space-12) var(--_space-8);
    border-bottom: 1px solid var(--_border);
  }

  .views {
    gap: var(--_space-4);
  }

  .views button[role='tab'] {
    min-height: calc(28 * var(--_px));
    border-radius: 6px;
    font-size: var(--_type-12);
  }

  .views button[role='tab'][aria-selected='true'] {
    background: var(--_sunken);
    font-weight: 500;
  }

  .views button[role='tab'][aria-selected='true']::after {
    content: none;
  }

  :host(.closed) .views {
    display: none;
  }

  .source {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--_muted);
    text-align: end;
  }

  .source select {
    width: auto;
    max-width: calc(180 * var(--_px));
    min-height: calc(26 * var(--_px));
    padding-block: var(--_space-2);
  }

  .changed {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 6px;
    color: var(--_warn);
    white-space: nowrap;
  }

  [role='tabpanel'] {
    display: grid;
    flex: 1;
    min-height: 0;
  }

  [role='tabpanel'] > * {
    min-height: 0;
  }

  .none {
    place-self: safe center;
    max-width: calc(420 * var(--_px));
    padding: var(--_space-24);
    text-align: center;
    color: var(--_muted);
  }

  .status-line {
    display: flex;
    gap: var(--_space-8);
    align-items: center;
    padding-inline: var(--_space-12);
  }

  .status-line > * {
    margin-block: 6px;
  }

  .status-line > :empty {
    margin: 0;
  }

  .log {
    padding: var(--_space-12) var(--_space-16);
    overflow: auto;
    font-family: var(--_mono);
    font-size: var(--_type-12);
  }

  .log div {
    display: grid;
    grid-template-columns: calc(92 * var(--_px)) minmax(calc(80 * var(--_px)), calc(140 * var(--_px))) minmax(0, 1fr);
    gap: var(--_space-12);
    padding: var(--_space-2) 0;
  }

  .log .node {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--_muted);
  }

  @container (max-width: max(720px, 45rem)) {
    .bar {
      flex-wrap: wrap;
    }

    .views {
      order: 1;
      flex: 1 0 100%;
      padding-bottom: var(--_space-4);
    }

    button[role='tab'] {
      padding: 0 6px;
    }

    button[role='tab'][aria-selected='true']::after {
      inset-inline: 6px;
    }

    .source .title {
      display: none;
    }
  }
`
