/** The text of `--help`. */
export const HELP = `Usage: npx twilio-exchange --voice-url http://127.0.0.1:3000/voice [options]

Opens a Twilio on loopback with one phone number and places one call to your application.
It shows the call live: the sound, the webhooks with their answers, and the debugger's entries.

  --voice-url URL            the number's voice URL
  --status-callback-url URL  the number's status callback
  --account-sid AC…          the account (AC and 32 zeros)
  --auth-token TOKEN         signs the webhooks and opens the REST API ("exchange")
  --port 8081                the REST API's port on 127.0.0.1 (any free one)
  --from +1555…              the caller's number (+15551234567)

  --say FILE.wav             speaks a WAV file (PCM16 or μ-law, any rate) at the caller's turn
  --press 1#                 presses keys at the caller's turn
  --hang-up-after 20s        hangs up so long after the call was answered

  --json                     one JSON document on stdout, everything else on stderr
  --wav FILE                 keeps the call as stereo WAV: left the caller, right the application
  --help                     this text

--say and --press may be repeated and are carried out in order. It is the caller's turn when
the application has sounded and then paused for a second. So it is after ten of silence. After
the last step the caller waits for one more turn, then hangs up, unless --hang-up-after is set.

Without --say and --press, the caller does what you type, one step a line:

  1#              presses keys
  say FILE.wav    speaks a WAV file
  hang up         ends the call, as Ctrl-C and Ctrl-D do

Exit code:
  0  the call was completed
  1  the call failed, or the debugger holds an error (not 31921: a server that closes its stream)
  2  wrong usage`;
