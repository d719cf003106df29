// Command load fills a LiveKit room with people who each send a camera's picture and a voice and watch others, as far as an SFU
// notices: packets have the sizes and times of such media, and nothing in them. It writes a line of JSON each second.
package main

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
)

const (
	framesPerSecond = 25
	// Opus of 20 ms at 32 kbit/s.
	voiceBytes = 80
)

var (
	address = flag.String("url", "ws://127.0.0.1:7880", "the SFU")
	key     = flag.String("key", "parley", "its key")
	people  = flag.Int("people", 2, "how many are in the room")
	senders = flag.Int("senders", -1, "how many of them send; all unless told")
	watched = flag.Int("watched", 1000, "how many pictures each watches; voices are heard of all")
	kbps    = flag.Int("kbps", 500, "of each picture")
	room    = flag.String("room", "load", "its name")
)

var packets, bytesReceived, tracks atomic.Int64

// picture gives frames that look like VP8 from outside, with a key frame each second.
type picture struct {
	lksdk.BaseSampleProvider
	frame []byte
	count int
}

func newPicture(kbps int) *picture {
	frame := make([]byte, kbps*1000/8/framesPerSecond)
	_, _ = rand.Read(frame)
	return &picture{frame: frame}
}

func (p *picture) NextSample(ctx context.Context) (media.Sample, error) {
	frame := append([]byte(nil), p.frame...)
	if p.count%framesPerSecond == 0 {
		copy(frame, []byte{0x10, 0, 0, 0x9d, 0x01, 0x2a})
		binary.LittleEndian.PutUint16(frame[6:], 640)
		binary.LittleEndian.PutUint16(frame[8:], 360)
	} else {
		frame[0] = 0x11
	}
	p.count++
	return media.Sample{Data: frame, Duration: time.Second / framesPerSecond}, nil
}

// voice gives what could be Opus.
type voice struct{ lksdk.BaseSampleProvider }

func (v *voice) NextSample(ctx context.Context) (media.Sample, error) {
	return media.Sample{Data: make([]byte, voiceBytes), Duration: 20 * time.Millisecond}, nil
}

// receive reads everything, as a browser would.
func receive(track *webrtc.TrackRemote) {
	tracks.Add(1)
	buffer := make([]byte, 1500)
	for {
		size, _, err := track.Read(buffer)
		if err != nil {
			return
		}
		packets.Add(1)
		bytesReceived.Add(int64(size))
	}
}

func send(participant *lksdk.LocalParticipant, mime string, clock uint32, provider lksdk.SampleProvider, options *lksdk.TrackPublicationOptions) error {
	track, err := lksdk.NewLocalSampleTrack(webrtc.RTPCodecCapability{MimeType: mime, ClockRate: clock, Channels: map[bool]uint16{true: 2}[mime == webrtc.MimeTypeOpus]})
	if err != nil {
		return err
	}
	track.OnBind(func() { _ = track.StartWrite(provider, nil) })
	_, err = participant.PublishTrack(track, options)
	return err
}

func join(at int, isSending bool) (*lksdk.Room, error) {
	var lock sync.Mutex
	pictures := 0
	callback := lksdk.NewRoomCallback()
	callback.OnTrackPublished = func(publication *lksdk.RemoteTrackPublication, _ *lksdk.RemoteParticipant) {
		lock.Lock()
		defer lock.Unlock()
		if publication.Kind() == lksdk.TrackKindVideo {
			if pictures >= *watched {
				return
			}
			pictures++
		}
		_ = publication.SetSubscribed(true)
	}
	callback.OnTrackSubscribed = func(track *webrtc.TrackRemote, _ *lksdk.RemoteTrackPublication, _ *lksdk.RemoteParticipant) {
		go receive(track)
	}
	info := lksdk.ConnectInfo{APIKey: *key, APISecret: os.Getenv("LIVEKIT_SECRET"), RoomName: *room, ParticipantIdentity: fmt.Sprintf("person-%d", at)}
	connected, err := lksdk.ConnectToRoom(*address, info, callback, lksdk.WithAutoSubscribe(false))
	if err != nil || !isSending {
		return connected, err
	}
	participant := connected.LocalParticipant
	if err := send(participant, webrtc.MimeTypeVP8, 90000, newPicture(*kbps), &lksdk.TrackPublicationOptions{Name: "camera", VideoWidth: 640, VideoHeight: 360}); err != nil {
		return connected, err
	}
	return connected, send(participant, webrtc.MimeTypeOpus, 48000, &voice{}, &lksdk.TrackPublicationOptions{Name: "microphone"})
}

func main() {
	flag.Parse()
	lksdk.SetLogger(logger.GetDiscardLogger())
	if *senders < 0 {
		*senders = *people
	}
	for at := range *people {
		if _, err := join(at, at < *senders); err != nil {
			log.Fatal(err)
		}
	}
	for range time.Tick(time.Second) {
		_ = json.NewEncoder(os.Stdout).Encode(map[string]int64{"tracks": tracks.Load(), "packets": packets.Load(), "bytes": bytesReceived.Load()})
	}
}
