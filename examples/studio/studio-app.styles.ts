import { controls, tokens } from '@aw-flow/editor'
import { css, type CSSResultGroup } from 'lit'

export const studioAppStyles: CSSResultGroup[] = [
  tokens,
  controls,
  css`
    :host {
      position: relative;
      display: grid;
      grid-template:
        'rail page' minmax(0, 1fr)
        'rail staying' auto
        / 56px minmax(0, 1fr);
      height: 100%;
      background: var(--_canvas);
    }

    studio-gate {
      position: absolute;
      inset: 0;
      z-index: var(--_layer-sheet);
    }

    /* Hidden while the sign-in page is shown. */
    nav.waiting,
    studio-gate ~ :is(nav, .skip, .outlet) {
      visibility: hidden;
    }

    nav {
      grid-area: rail;
      display: flex;
      flex-direction: column;
      gap: 4px;
      padding: 12px 2px;
      border-right: 1px solid var(--_border);
      background: var(--_surface);
    }

    .nav-item {
      position: relative;
    }

    /* The labels are tooltips. On a phone, they are below the icons. */
    @media (min-width: 601px) {
      .nav-item .label {
        position: absolute;
        inset: 50% auto auto calc(100% + 4px);
        z-index: var(--_layer-sheet);
        padding: 4px 8px;
        translate: 0 -50%;
        border: 1px solid var(--_border);
        border-radius: 6px;
        background: var(--_raised);
        color: var(--_text);
        box-shadow: var(--_shadow-high);
        clip-path: inset(50%);
        pointer-events: none;
      }

      .nav-item:is(:hover, :focus-visible) .label {
        clip-path: none;
      }
    }

    /* Shown only while focused. */
    .skip:not(:focus) {
      position: absolute;
      width: 1px;
      height: 1px;
      min-height: 0;
      padding: 0;
      overflow: hidden;
      clip-path: inset(50%);
    }

    .skip:focus {
      position: absolute;
      top: 8px;
      left: 8px;
      z-index: var(--_layer-sheet);
    }

    .mark {
      display: flex;
      justify-content: center;
      margin-bottom: 12px;
      padding: 4px;
      border-radius: 10px;
    }

    .mark img {
      display: block;
    }

    .nav-item,
    button.nav-item {
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: 2px;
      min-height: 0;
      padding: 4px 0;
      border: 0;
      border-radius: 6px;
      background: none;
      color: var(--_muted);
      font-size: var(--_type-12);
      font-weight: 500;
      text-decoration: none;
    }

    .nav-item .label {
      letter-spacing: -0.01em;
      white-space: nowrap;
    }

    button.nav-item:hover:not(:disabled) {
      background: none;
    }

    .pill {
      display: flex;
      justify-content: center;
      width: 40px;
      padding: 8px 0;
      border-radius: 10px;
      transition: background-color var(--_motion);
    }

    .nav-item:hover {
      color: var(--_text);
    }

    .nav-item:hover .pill {
      background: var(--_hover);
    }

    .nav-item[aria-current] {
      color: var(--_accent);
    }

    .nav-item[aria-current] .pill {
      background: var(--_wash);
    }

    .notifications {
      margin-top: auto;
    }

    button.nav-item.more {
      display: none;
    }

    #more a {
      display: flex;
      align-items: center;
      gap: 8px;
      min-height: 40px;
      text-decoration: none;
    }

    .notification-list {
      position: fixed;
      inset: auto auto calc(16px + var(--_persistent-height, 0px)) 64px;
      width: min(360px, calc(100vw - 32px));
      max-height: 60vh;
      margin: 0;
      padding: 16px;
      overflow: auto;
      border: 1px solid var(--_border);
      border-radius: 10px;
      background: var(--_raised);
      color: var(--_text);
      box-shadow: var(--_shadow-high);
      font-size: var(--_type-13);
    }

    .notification-list h2 {
      margin: 0 0 8px;
      font-size: var(--_type-14);
    }

    .notification-list ul {
      display: grid;
      gap: 8px;
      margin: 0 0 12px;
      padding: 0;
      list-style: none;
    }

    .notification-list li {
      display: flex;
      justify-content: space-between;
      gap: 12px;
    }

    .notification-list li > :first-child {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
    }

    .notification-list li .quiet {
      min-height: 0;
      padding: 0 4px;
      color: var(--_accent);
    }

    .notification-list .error {
      color: var(--_bad);
    }

    .notification-list .warning {
      color: var(--_warn);
    }

    .notification-list time {
      white-space: nowrap;
      font-size: var(--_type-12);
    }

    .notification-list a {
      color: var(--_accent);
    }

    .outlet {
      grid-area: page;
      position: relative;
      overflow: auto;
      overscroll-behavior: contain;
      min-width: 0;
    }

    /* Placeholders for a title and a panel until a page is loaded. */
    .outlet.waiting::before,
    .outlet.waiting::after {
      content: '';
      display: block;
      width: min(1016px, 100% - 32px);
      height: 320px;
      margin: 0 auto;
      border-radius: 10px;
      background: var(--_hover);
      animation: appear 0s 200ms backwards;
    }

    .outlet.waiting::before {
      height: 28px;
      margin-block: 32px 24px;
    }

    @keyframes appear {
      from {
        visibility: hidden;
      }
    }

    .outlet > studio-workflow,
    .outlet > studio-results {
      height: 100%;
    }

    /* Temporary messages fit into the space above a page's title and actions, where there are no controls. */
    .transient-messages {
      grid-area: page;
      place-self: start center;
      position: relative;
      z-index: var(--_layer-sheet);
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: 8px;
      max-width: min(640px, calc(100% - 32px));
      margin: 2px 0 0;
      pointer-events: none;
    }

    /* Persistent messages have their own space, so that they neither cover nor shift the page. */
    .persistent-messages {
      grid-area: staying;
      max-height: 40vh;
      overflow: auto;
    }

    .persistent-messages .message.view-only {
      color: var(--_muted);
    }

    .persistent-messages .message {
      padding: 8px 24px;
      border-width: 1px 0 0;
      border-radius: 0;
      box-shadow: none;
    }

    .message,
    .tasks {
      padding: 8px 8px 8px 16px;
      border: 1px solid var(--_border);
      border-radius: 10px;
      background: var(--_raised);
      box-shadow: var(--_shadow-high);
      pointer-events: auto;
    }

    .message {
      display: flex;
      align-items: center;
      gap: 8px;
    }

    .tasks {
      margin: 0;
      list-style: none;
    }

    .tasks li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 120px auto;
      align-items: center;
      gap: 12px;
    }

    .tasks .others {
      grid-template-columns: minmax(0, 1fr) auto;
    }

    .tasks .ellipsis {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    .tasks progress {
      width: 100%;
      height: 6px;
      accent-color: var(--_accent);
    }

    .message p {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
      color: var(--_text);
    }

    .message.error {
      border-color: var(--_bad);
      color: var(--_bad);
    }

    .message.info {
      color: var(--_info);
    }

    .message.warning {
      border-color: var(--_warn);
      color: var(--_warn);
    }

    .toast .quiet:not(.icon) {
      color: var(--_accent);
    }

    @media (min-width: 601px) {
      .toast,
      .tasks {
        padding: 0 2px 0 12px;
      }

      .toast p {
        margin: 0;
        line-height: 1.4;
      }

      .transient-messages button {
        min-height: 26px;
      }

      .transient-messages button.icon {
        width: 26px;
      }
    }

    @media (max-width: 600px) {
      :host {
        grid-template:
          'page' minmax(0, 1fr)
          'staying' auto
          'rail' auto
          / minmax(0, 1fr);
      }

      nav {
        flex-direction: row;
        padding: 4px 4px calc(4px + env(safe-area-inset-bottom));
        border-right: 0;
        border-top: 1px solid var(--_border);
      }

      button.nav-item.more {
        display: flex;
      }

      .mark,
      .nav-item.minor,
      button.nav-item.minor {
        display: none;
      }

      .notifications {
        margin-top: 0;
      }

      /* Long labels, as in some languages, take space from short ones. */
      .nav-item,
      button.nav-item {
        flex: 1 1 auto;
        min-width: 0;
        font-size: 11px;
      }

      .nav-item .label {
        max-width: 100%;
        overflow: hidden;
        text-overflow: ellipsis;
      }

      .pill {
        width: min(44px, 100%);
        padding: 5px 0;
      }

      .notification-list {
        inset: auto 16px calc(80px + var(--_persistent-height, 0px));
        width: auto;
      }

      /* On a small screen, temporary messages are above the navigation. */
      .transient-messages {
        place-self: end center;
        margin: 0 0 16px;
      }

      .persistent-messages .message {
        padding: 8px 8px 8px 16px;
      }

      .tasks li {
        grid-template-columns: minmax(0, 1fr) 72px auto;
      }
    }
  `,
]
