/*
 * Who owns a task, and who writes to a volume: the protocol of docs/ownership.md, to be checked by Spin.
 *
 *   spin -DLAPSES=2 -a ownership.pml && gcc -O2 -DSAFETY -o pan pan.c && ./pan -E -m100000
 *
 * Two hosts with two incarnations each (0, 1 of one; 2, 3 of the other), and two restores to one volume, the second submitted
 * when the first has ended. Each atomic step is one transaction of the database, one request handled by the volume service, or
 * one look at the gate; between two steps anything may happen, and a worker may rest for ever: that is a pause and a kill, and
 * that a message comes late. What dispatchers and cleaners do is not tied to one process, since each of their steps is a
 * compare-and-swap that any number of them may try at any time: a dispatcher that runs twice is in it.
 *
 * Each of these breaks it, to show that the model can fail:
 *   -DNO_CUT          detached is written down without the volume service having cut
 *   -DNO_MEMORY       the volume service forgets what was cut before it was there
 *   -DNO_INCARNATION  the end of a task looks at the host only
 *   -DNO_TASK         a connection becomes usable although its task was taken away
 *   -DCLEAN_ALL       a start clears away what others left, whether they are closed or not
 *   -DNO_TAKEOVER     nobody takes tasks from closed incarnations
 */

#define INCARNATIONS 4
#define TASKS 2
#define NOBODY 9
#define HOST(i) ((i) / 2)

mtype = { absent, queued, running, succeeded, cancelled };          /* task.state */
mtype = { unborn, up, closed };                                     /* node.state */
mtype = { none, attaching, attached, detaching, detached };         /* attachment.state */
mtype = { shut, open, terminated };                                 /* what the volume service has of an attachment */
mtype = { nothing, sent, granted, refused };                        /* a request under way */

/* The database. */
mtype task[TASKS];
byte owner[TASKS];
bool cancelAsked[TASKS];
mtype node[INCARNATIONS];
bool leaseHeld[INCARNATIONS];
mtype row[INCARNATIONS];
byte taskOf[INCARNATIONS];          /* of the row */

/* The volume service. */
mtype connection[INCARNATIONS];
mtype asking[INCARNATIONS];         /* initializeConnection */
mtype writing[INCARNATIONS];        /* a write to the volume */
byte lastWriter;                    /* the claim whose write was the last to land */

/* The workers. */
bool alive[INCARNATIONS];
bool gate[INCARNATIONS];
bool ended[INCARNATIONS];           /* it works no longer, and lets go of what it has */
byte claimNumber[INCARNATIONS];
byte claims;

/* The volume, as the end of a task leaves it. */
bool begun[TASKS];                  /* attached for writing at some time */
bool untouched[TASKS];              /* available again as if nothing had happened */

/* How often things go wrong, so that every run ends: leases lost, kills, restarts of the volume service, cancels, resets. */
#ifndef LAPSES
#define LAPSES 0
#endif
#ifndef KILLS
#define KILLS 0
#endif
#ifndef RESTARTS
#define RESTARTS 0
#endif
#ifndef CANCELS
#define CANCELS 0
#endif
#ifndef RESETS
#define RESETS 0
#endif
byte lapses = LAPSES;
byte kills = KILLS;
byte restarts = RESTARTS;
byte cancels = CANCELS;
byte resets = RESETS;

#define LIVE_ROW(i) (row[i] == attaching || row[i] == attached || row[i] == detaching)
#define LIVE_ROW_OF(i, t) (LIVE_ROW(i) && taskOf[i] == t)
#define ANY_LIVE_ROW (LIVE_ROW(0) || LIVE_ROW(1) || LIVE_ROW(2) || LIVE_ROW(3))
#define ANY_LIVE_ROW_OF(t) (LIVE_ROW_OF(0, t) || LIVE_ROW_OF(1, t) || LIVE_ROW_OF(2, t) || LIVE_ROW_OF(3, t))
#define ANY_OPEN (connection[0] == open || connection[1] == open || connection[2] == open || connection[3] == open)
#define FINISHED(t) (task[t] == succeeded || task[t] == cancelled)
#define FENCED(i) (node[i] == closed)
/* Aftermath.restoreFailed: what was never attached is what it was before. */
#define END(t) task[t] = cancelled; untouched[t] = !begun[t]

#ifdef NO_INCARNATION
#define OWNED(t, i) (task[t] == running && HOST(owner[t]) == HOST(i))
#else
#define OWNED(t, i) (task[t] == running && owner[t] == i)
#endif

#ifdef NO_TASK
#define MAY_ATTACH(t, i) true
#else
#define MAY_ATTACH(t, i) OWNED(t, i)
#endif

proctype Worker(byte i) {
  byte t;
  /* NodeLeases.register: the earlier incarnation of the host is closed, or its lease ran out, or its lock proves it dead. */
  atomic {
    (i % 2 == 0 || node[i - 1] == closed || (node[i - 1] == up && (!leaseHeld[i - 1] || !alive[i - 1])));
    if
    :: i % 2 == 1 -> node[i - 1] = closed; leaseHeld[i - 1] = false
    :: else
    fi;
    node[i] = up; leaseHeld[i] = true; gate[i] = true; alive[i] = true
  }
  /* TaskClaim.claim; the hosts are alike, so let the first be that of 0 and 1. */
  atomic {
    (i < 2 || claims > 0 || node[i] == closed || (node[0] == closed && node[1] == closed));
    if
    :: alive[i] && node[i] == up && leaseHeld[i] && task[0] == queued -> t = 0
    :: alive[i] && node[i] == up && leaseHeld[i] && task[1] == queued -> t = 1
    :: FENCED(i) -> goto over
    fi;
    task[t] = running; owner[t] = i; claims++; claimNumber[i] = claims
  }
  /* Attachments.open: the row before the connection; a volume has one writer. */
  atomic {
    if
    :: alive[i] && node[i] != closed && owner[t] == i && !ANY_LIVE_ROW -> row[i] = attaching; taskOf[i] = t
    :: alive[i] && (node[i] == closed || owner[t] != i) -> goto over
    fi
  }
  if
  :: atomic { alive[i] && gate[i] -> asking[i] = sent }
  :: alive[i] && FENCED(i) -> goto over
  fi;
  if
  :: atomic { alive[i] && asking[i] == granted -> asking[i] = nothing }
  :: atomic { alive[i] && asking[i] == refused -> asking[i] = nothing; goto failed }
  fi;
  /* Attachments.attached: not if somebody has begun to cut it, or taken the task. */
  atomic {
    if
    :: alive[i] && row[i] == attaching && MAY_ATTACH(t, i) -> row[i] = attached; begun[t] = true
    :: alive[i] && !(row[i] == attaching && MAY_ATTACH(t, i)) -> goto failed
    fi
  }
  /* One look at the gate, then the write: between them the process may be frozen for as long as it takes. */
  if
  :: alive[i] && gate[i]
  :: alive[i] && FENCED(i) -> goto over
  fi;
  atomic { alive[i] -> writing[i] = sent }
  if
  :: atomic { alive[i] && writing[i] == granted -> writing[i] = nothing }
  :: atomic { alive[i] && writing[i] == refused -> writing[i] = nothing; goto failed }
  fi;
  /* TaskCompletion.restoreSucceeded or cancelled */
  atomic {
    alive[i];
    if
    :: OWNED(t, i) ->
      assert(owner[t] == i); /* a fenced incarnation changes nothing */
      if
      :: cancelAsked[t] -> END(t)
      :: else -> task[t] = succeeded
      fi;
      owner[t] = NOBODY
    :: else
    fi
  }
  goto over;
failed:
  /* TaskCompletion.retryLater */
  atomic {
    alive[i];
    if
    :: OWNED(t, i) ->
      assert(owner[t] == i);
      if
      :: cancelAsked[t] -> END(t)
      :: else -> task[t] = queued
      fi;
      owner[t] = NOBODY
    :: else
    fi
  }
over:
  atomic { alive[i] -> ended[i] = true; t = 0 }
  /* NodeLeases.close, by itself */
  atomic { alive[i] && !LIVE_ROW(i) -> node[i] = closed; leaseHeld[i] = false; gate[i] = false; alive[i] = false }
}

#ifdef CLEAN_ALL
#define MAY_CUT(i) true
#else
/* A dispatcher or the next start of the host; itself; the task's next owner. */
#define MAY_CUT(i) (node[i] == closed || (alive[i] && ended[i]) || (owner[taskOf[i]] != i && owner[taskOf[i]] != NOBODY))
#endif

/* What befalls an incarnation, and what dispatchers, cleaners and the volume service do with it. */
proctype Around(byte i) {
  do
  /* Time passes: the gate closes before the lease can be lost. */
  :: atomic { gate[i] && lapses > 0 -> gate[i] = false; lapses-- }
  :: atomic { !gate[i] && leaseHeld[i] && node[i] == up -> leaseHeld[i] = false }
  /* NodeLeases.renew: whoever is not closed may. */
  :: atomic { alive[i] && node[i] == up && !gate[i] -> leaseHeld[i] = true; gate[i] = true }
  :: atomic { alive[i] && kills > 0 -> alive[i] = false; gate[i] = false; kills-- }
  /* NodeLeases.closeExpired */
  :: atomic { node[i] == up && !leaseHeld[i] -> node[i] = closed }
  /* Attachments.detaching */
  :: atomic { (row[i] == attaching || row[i] == attached) && MAY_CUT(i) ->
      /* cleanup touches only its own: nobody cuts the connection of one that works */
      assert(node[i] == closed || ended[i] || owner[taskOf[i]] != i);
      row[i] = detaching
  }
  /* terminateConnection: no request gets through afterwards, and a late one to attach is refused. */
  :: atomic { row[i] == detaching && connection[i] != terminated ->
#ifdef NO_MEMORY
      if
      :: connection[i] == open -> connection[i] = terminated
      :: else -> row[i] = detached
      fi
#elif defined(NO_CUT)
      row[i] = detached
#else
      connection[i] = terminated
#endif
  }
  /* Attachments.detached */
  :: atomic { row[i] == detaching && connection[i] == terminated -> row[i] = detached }
  /* initializeConnection: one writer at a time here, too. */
  :: atomic { asking[i] == sent ->
      if
      :: connection[i] == terminated -> asking[i] = refused
      :: connection[i] == shut && !ANY_OPEN -> connection[i] = open; asking[i] = granted
      :: connection[i] == shut && ANY_OPEN -> asking[i] = refused
      :: connection[i] == open -> asking[i] = granted
      fi;
      assert(!(row[i] == detached && connection[i] == open)) /* what says detached is cut */
  }
  :: atomic { writing[i] == sent ->
      if
      :: connection[i] == open ->
        assert(row[i] != detached);              /* no write of a fenced incarnation lands */
        assert(claimNumber[i] >= lastWriter);    /* one owner at a time writes */
        assert(!untouched[taskOf[i]]);           /* nor to what says that nothing was */
        lastWriter = claimNumber[i];
        writing[i] = granted
      :: else -> writing[i] = refused
      fi
  }
  :: atomic { connection[i] == open && restarts > 0 -> connection[i] = shut; restarts-- }
  od
}

/* What befalls a task. */
proctype About(byte t) {
  do
#ifndef NO_TAKEOVER
  /* TaskTakeover.takeOver: both fences are up. */
  :: atomic { task[t] == running && node[owner[t]] == closed && !ANY_LIVE_ROW_OF(t) ->
      if
      :: cancelAsked[t] -> END(t)
      :: else -> task[t] = queued
      fi;
      owner[t] = NOBODY
  }
#endif
  /* Cancelling.cancel */
  :: atomic { (task[t] == queued || task[t] == running) && !cancelAsked[t] && cancels > 0 ->
      cancels--;
      cancelAsked[t] = true;
      if
      :: task[t] == queued -> END(t)
      :: else
      fi
  }
  /* Cancelling.abandon: an administrator's reset */
  :: atomic { (task[t] == queued || task[t] == running) && resets > 0 ->
      resets--; END(t); owner[t] = NOBODY
  }
  /* RestoreSubmission: the volume is free again */
  :: atomic { t == 1 && task[1] == absent && FINISHED(0) -> task[1] = queued }
  od
}

#define COULD_CLAIM(i) (alive[i] && node[i] == up && !ended[i] && claimNumber[i] == 0)

/* When nothing can happen any more: no task is lost, and nothing is left over. */
active proctype Quiet() {
  byte i;
  timeout ->
  atomic {
    assert(task[0] != running && task[1] != running);
    assert(!(task[0] == queued || task[1] == queued)
      || !(COULD_CLAIM(0) || COULD_CLAIM(1) || COULD_CLAIM(2) || COULD_CLAIM(3)));
    for (i : 0 .. INCARNATIONS - 1) {
      assert(!LIVE_ROW(i) && connection[i] != open)
    }
  }
}

init {
  byte i;
  atomic {
    task[0] = queued; task[1] = absent;
    owner[0] = NOBODY; owner[1] = NOBODY;
    for (i : 0 .. INCARNATIONS - 1) {
      node[i] = unborn; row[i] = none; connection[i] = shut; asking[i] = nothing; writing[i] = nothing;
      run Worker(i);
      run Around(i)
    };
    run About(0);
    run About(1)
  }
}
