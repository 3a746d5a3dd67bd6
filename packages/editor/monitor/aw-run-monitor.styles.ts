import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
    container-type: inline-size;
    background: var(--_surface);
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-8) var(--_space-16);
    padding: 10px var(--_space-12);
    border-bottom: 1px solid var(--_border);
  }

  .state {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-8);
    font-size: var(--_type-14);
    font-weight: 600;
  }

  progress {
    flex: 1 1 calc(80 * var(--_px));
    max-width: calc(240 * var(--_px));
    height: 6px;
    border-radius: 3px;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-8);
    margin-inline-start: auto;
  }

  .damaged {
    display: flex;
    gap: var(--_space-8);
    padding: var(--_space-8) var(--_space-12);
    color: var(--_warn);
    background: color-mix(in srgb, currentColor 7%, transparent);
  }

  .damaged.bad {
    color: var(--_bad);
  }

  aw-run-moment {
    border-bottom: 1px solid var(--_border);
  }

  .body {
    flex: 1;
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(calc(240 * var(--_px)), calc(380 * var(--_px)));
    min-height: 0;
  }

  .main {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
    min-width: 0;
  }

  .tabs {
    padding-inline-start: var(--_space-2);
  }

  .panel {
    border-top: 1px solid var(--_border);
    display: grid;
    grid-template-rows: minmax(0, 1fr);
    min-height: 0;
    min-width: 0;
  }

  .panel > * {
    min-height: 0;
    min-width: 0;
  }

  .detail {
    min-height: 0;
    overflow: auto;
    border-inline-start: 1px solid var(--_border);
    outline-offset: -2px;
    scrollbar-width: thin;
  }

  .none {
    margin: auto;
    padding: var(--_space-24);
    color: var(--_muted);
    text-align: center;
  }

  /* In narrow monitors, the views would be too small to read next to the details. */
  @container (max-width: max(760px, 47.5rem)) {
    .body {
      display: flex;
      flex-direction: column;
      overflow: auto;
    }

    .main {
      flex: 1 0 calc(300 * var(--_px));
    }

    /* The result of the node is placed above the list of all nodes. */
    .detail {
      flex: none;
      order: -1;
      overflow: visible;
      border-inline-start: 0;
      border-bottom: 1px solid var(--_border);
    }

    .actions {
      margin-inline-start: 0;
    }
  }
`
