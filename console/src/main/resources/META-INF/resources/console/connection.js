// Says by itself that the console cannot be reached, and that it can be again. Vaadin says so at the next click only, as
// somebody who watches a page does not click.
(() => {
  const PAUSE = 10000, PAUSE_LOST = 2000, PATIENCE = 4000, REOPENS_WITHIN = 12000;
  const push = { watched: false, closedAt: 0 };
  let failed = 0, said = false, timer = 0, asking = false;

  const watchPush = () => {
    const atmosphere = window.vaadinPush?.atmosphere;
    if (push.watched || !atmosphere) {
      return;
    }
    push.watched = true;
    atmosphere.addCallback(({ state }) => {
      if (state === 'closed' || state === 'error') {
        push.closedAt ||= Date.now();
        askIn(500);
      } else if (['opening', 're-opening', 'messageReceived'].includes(state)) {
        push.closedAt = 0;
        if (said) {
          askIn(0);
        }
      }
    });
  };

  // No cookie goes along: looking at a page must not keep a session alive.
  const answers = async () => {
    try {
      const address = new URL('console/logo.svg', document.baseURI);
      const answer = await fetch(address, { cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(PATIENCE) });
      return answer.ok;
    } catch {
      return false;
    }
  };

  const say = () => {
    const shown = window.Vaadin?.connectionState;
    // One answer that takes long is no loss while push is open.
    const lost = failed > (push.closedAt ? 0 : 1) || (push.closedAt && Date.now() - push.closedAt > REOPENS_WITHIN);
    if (shown && lost) {
      said = true;
      shown.state = 'reconnecting';
    } else if (shown && said && !failed && !push.closedAt) {
      said = false;
      shown.state = 'connected';
    }
  };

  const ask = async () => {
    if (asking) {
      return;
    }
    asking = true;
    watchPush();
    if (document.visibilityState === 'visible') {
      failed = await answers() ? 0 : failed + 1;
      say();
    }
    asking = false;
    askIn(failed || said || push.closedAt || !push.watched ? PAUSE_LOST : PAUSE);
  };

  const askIn = millis => {
    clearTimeout(timer);
    timer = setTimeout(ask, millis);
  };

  document.addEventListener('visibilitychange', () => askIn(0));
  window.addEventListener('offline', () => askIn(0));
  window.addEventListener('online', () => askIn(0));
  // Leaving the page closes push, too.
  window.addEventListener('pagehide', () => { asking = true; });
  window.addEventListener('pageshow', () => { asking = false; askIn(PAUSE_LOST); });
})();
