import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    container: load-plan / inline-size;
    height: 640px;
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
    gap: 4px;
    height: 100%;
    padding: 24px;
    text-align: center;
  }

  .absent > svg {
    color: var(--_muted);
  }

  .absent h2 {
    font-size: 16px;
  }

  .absent p {
    max-width: 56ch;
  }

  .absent button {
    margin-top: 12px;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    padding: 10px 16px;
    background: var(--_surface);
  }

  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 10px;
    min-width: 0;
  }

  .title h2 {
    overflow: hidden;
    max-width: 40ch;
    font-size: 16px;
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

  .decisions {
    display: flex;
    flex-wrap: wrap;
    gap: 10px 14px;
    padding: 10px 16px 12px;
    background: var(--_surface);
    border-bottom: 1px solid var(--_border);
  }

  .decision {
    display: grid;
    align-content: start;
    gap: 4px;
    min-width: 112px;
    max-width: 220px;
  }

  .decision .top {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 6px;
    height: 20px;
    white-space: nowrap;
  }

  .decision label,
  .decision .label {
    color: var(--_muted);
    font-size: 12px;
    font-weight: 500;
  }

  .decision output {
    display: flex;
    align-items: center;
    min-height: 30px;
    font-weight: 500;
  }

  .decision.changed select,
  .decision.changed input {
    border-color: var(--_accent);
    box-shadow: 0 0 0 1px var(--_accent);
  }

  .decision .row {
    display: flex;
    gap: 6px;
  }

  .decision .own {
    width: 56px;
    font-family: var(--_mono);
    text-align: center;
  }

  .stepper {
    display: flex;
    gap: 4px;
  }

  .stepper input {
    width: 40px;
    text-align: center;
  }

  .range {
    display: flex;
    align-items: center;
    gap: 6px;
  }

  .range input {
    width: 62px;
  }

  button.sure,
  button.found {
    min-height: 20px;
    height: 20px;
    padding: 0 4px;
    border-radius: 4px;
    font-size: 11px;
    font-weight: 500;
    gap: 4px;
  }

  button.sure {
    color: var(--_muted);
  }

  button.found {
    color: var(--_accent);
  }

  button.found svg {
    width: 12px;
    height: 12px;
  }

  .bars {
    display: inline-flex;
    align-items: flex-end;
    gap: 1px;
  }

  .bars i {
    width: 3px;
    height: 4px;
    border-radius: 1px;
    background: currentColor;
    opacity: 0.3;
  }

  .bars i:nth-child(2) {
    height: 7px;
  }
  .bars i:nth-child(3) {
    height: 10px;
  }

  .level-1 i:nth-child(1),
  .level-2 i:nth-child(-n + 2),
  .level-3 i {
    opacity: 1;
  }

  .level-1 {
    color: var(--_warn);
  }

  .notes {
    display: grid;
    flex: none;
    gap: 2px;
    max-height: 34%;
    padding: 6px 16px;
    overflow-y: auto;
    background: var(--_surface);
    border-bottom: 1px solid var(--_border);
  }

  .note {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr) auto;
    gap: 8px;
    align-items: start;
    padding: 3px 0;
    font-size: 12px;
    line-height: 1.5;
  }

  .note > svg {
    margin-top: 1px;
  }

  .note > div {
    color: var(--_text);
  }

  .note ul {
    margin: 2px 0;
    padding-inline-start: 16px;
  }

  .note button {
    color: var(--_text);
  }

  .note.bad {
    padding: 6px 0;
    font-size: 13px;
  }

  .note li button {
    min-height: 22px;
    color: var(--_accent);
  }

  .warnings {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .notes .more {
    justify-self: start;
    min-height: 22px;
    margin-inline-start: 18px;
    padding: 0 6px;
    color: var(--_muted);
  }

  .panes {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 1px;
    min-height: 200px;
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
    padding: 7px 12px;
    overflow: hidden;
    border-bottom: 1px solid var(--_border);
    font-size: 12px;
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

  .popover {
    position: fixed;
    inset: auto;
    width: 300px;
    max-width: calc(100vw - 16px);
    max-height: calc(100vh - 16px);
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
    gap: 4px;
  }

  #evidence:focus-visible {
    outline: none;
  }

  #evidence ul {
    display: grid;
    gap: 2px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  #evidence li {
    display: flex;
    justify-content: space-between;
    gap: 12px;
  }

  #evidence h4 {
    margin-top: 6px;
    color: var(--_muted);
    font-size: 12px;
  }

  .panel-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    min-height: 20px;
  }

  .panel-head h3 {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .field {
    display: grid;
    gap: 4px;
    min-width: 0;
    font-size: 12px;
  }

  .field > label,
  .field > span {
    color: var(--_muted);
    font-weight: 500;
  }

  .field input,
  .field select {
    font-size: 13px;
  }

  .pair {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 10px;
  }

  .evidence {
    padding-top: 8px;
    border-top: 1px solid var(--_border);
  }

  .considered {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
  }

  .considered button {
    min-height: 24px;
    padding: 0 8px;
    font-family: var(--_mono);
    font-size: 12px;
  }

  .check {
    display: flex;
    align-items: center;
    gap: 8px;
  }

  .actions {
    display: flex;
    gap: 6px;
  }

  .actions .gap {
    flex: 1;
  }

  .skeleton {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }

  .skeleton i {
    display: block;
    height: 12px;
    border-radius: 4px;
    background: var(--_sunken);
    animation: breathe 1.6s ease-in-out infinite;
  }

  .skeleton .decisions i {
    width: 120px;
    height: 54px;
    border-radius: 6px;
  }

  .skeleton .pane {
    gap: 10px;
    padding: 16px;
  }

  .skeleton .pane > i {
    flex: none;
  }

  .skeleton i:nth-child(3n) {
    max-width: 70%;
  }

  .skeleton i:nth-child(3n + 1) {
    max-width: 88%;
  }

  @keyframes breathe {
    50% {
      opacity: 0.5;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .skeleton i {
      animation: none;
    }
  }

  @container load-plan (max-width: 899px) {
    .title h2 {
      max-width: 24ch;
    }
  }

  /* On a narrow place the text stands above the table, and everything scrolls. */
  @container load-plan (max-width: 599px) {
    .frame {
      overflow-y: auto;
    }
    .panes {
      flex: none;
      grid-template: 300px 360px / minmax(0, 1fr);
    }
    .panes.single {
      grid-template: 420px / minmax(0, 1fr);
    }
    .notes {
      max-height: none;
    }
    .decisions {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .decision {
      max-width: none;
    }
    .range input {
      flex: 1;
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
