package io.holdfast.volumeservice;

import java.time.Clock;
import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The volume service's program. */
@SpringBootApplication
@EnableConfigurationProperties({ProcessSettings.class, VolumeServiceSettings.class})
public class VolumeServiceApplication {

  /** Runs until it is told to end, by a signal or by its supervisor's end. */
  public static void main(String[] args) {
    SpringApplication.run(VolumeServiceApplication.class, args);
  }

  @Bean
  InstantSource clock() {
    return Clock.systemUTC();
  }
}
