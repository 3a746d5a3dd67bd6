import { css } from 'lit'
import { decisionStyles } from './load-plan-decisions.styles.ts'
import { panelStyles } from './load-plan-panels.styles.ts'
import { skeletonStyles } from './load-plan-skeleton.styles.ts'

const frameStyles = css`
  :host {
    display: block;
    container: load-plan / inline-size;
    height: calc(640 * var(--_px));
    min-width: 0;
    overflow: hidden;
    background: var(--_canvas);
  }

  .frame {
    display: flex;
    flex-direction: column;
    height: 100%;
  }

  .absent {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: var(--_space-4);
    height: 100%;
    padding: var(--_space-24);
    text-align: center;
  }

  .absent > svg {
    color: var(--_muted);
  }

  .absent h2 {
    font-size: var(--_type-16);
  }

  .absent p {
    max-width: 56ch;
  }

  .absent button {
    margin-top: var(--_space-12);
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space-8) var(--_space-16);
    padding: 10px var(--_space-16);
    background: var(--_surface);
  }

  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-2) 10px;
    min-width: 0;
  }

  .title h2 {
    overflow: hidden;
    max-width: 40ch;
    font-size: var(--_type-16);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .status {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }

  .accent {
    color: var(--_accent);
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-inline-start: auto;
  }

  .progress {
    position: relative;
    flex: none;
    height: 2px;
    overflow: hidden;
    background: var(--_border);
  }

  .progress.on::after {
    content: '';
    position: absolute;
    inset: 0;
    width: 40%;
    background: var(--_accent);
    animation: pass 1.1s ease-in-out infinite;
  }

  @keyframes pass {
    from {
      transform: translateX(-100%);
    }
    to {
      transform: translateX(250%);
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .progress.on::after {
      width: 100%;
      animation: none;
    }
  }

  .notes {
    display: grid;
    flex: none;
    gap: var(--_space-2);
    max-height: 34%;
    padding: 6px var(--_space-16);
    overflow-y: auto;
    background: var(--_surface);
    border-bottom: 1px solid var(--_border);
  }

  .note {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr) auto;
    gap: var(--_space-8);
    align-items: start;
    padding: 3px 0;
    font-size: var(--_type-12);
    line-height: 1.5;
  }

  .note > svg {
    margin-top: 1px;
  }

  .note > div {
    color: var(--_text);
  }

  .note ul {
    margin: var(--_space-2) 0;
    padding-inline-start: var(--_space-16);
  }

  .note button {
    color: var(--_text);
  }

  .note.bad {
    padding: 6px 0;
    font-size: var(--_type-13);
  }

  .note li button {
    min-height: calc(22 * var(--_px));
    color: var(--_accent);
  }

  .warnings {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .notes .more {
    justify-self: start;
    min-height: calc(22 * var(--_px));
    margin-inline-start: 18px;
    padding: 0 6px;
    color: var(--_muted);
  }

  .panes {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 1px;
    min-height: calc(200 * var(--_px));
    background: var(--_border);
  }

  .panes.single {
    grid-template-columns: minmax(0, 1fr);
  }

  .panes.stale {
    filter: saturate(0.15);
  }

  .pane {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    background: var(--_surface);
  }

  .pane h3 {
    flex: none;
    padding: 7px var(--_space-12);
    overflow: hidden;
    border-bottom: 1px solid var(--_border);
    font-size: var(--_type-12);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .pane h3 .muted {
    margin-inline-start: 6px;
    font-weight: 400;
  }

  .pane > :last-child {
    flex: 1;
  }
`

const narrowStyles = css`
  @container load-plan (max-width: max(899px, 56.1875rem)) {
    .title h2 {
      max-width: 24ch;
    }
  }

  /** In a narrow element, the text is above the table, and both scroll together. */
  @container load-plan (max-width: max(599px, 37.4375rem)) {
    .frame {
      overflow-y: auto;
    }
    .panes {
      flex: none;
      grid-template: calc(300 * var(--_px)) calc(360 * var(--_px)) / minmax(0, 1fr);
    }
    .panes.single {
      grid-template: calc(420 * var(--_px)) / minmax(0, 1fr);
    }
    .notes {
      max-height: none;
    }
    .decisions {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .decision {
      grid-template-columns: minmax(0, 1fr);
      min-width: 0;
      max-width: none;
    }
    .decision select {
      max-width: 100%;
    }
    .range input {
      flex: 1;
      min-width: 0;
    }
    .buttons {
      margin-inline-start: 0;
    }
  }

  @media (forced-colors: active) {
    .decision.changed select,
    .decision.changed input {
      outline: 2px solid Highlight;
    }
  }
`

export const styles = [frameStyles, decisionStyles, panelStyles, skeletonStyles, narrowStyles]
