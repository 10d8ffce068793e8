package io.holdfast.console.security;

import java.io.File;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;

/**
 * The {@link Provider} with classes of its own: Spring Security keeps in a static field where it
 * looks for who is signed in, and the console puts something of Vaadin's there.
 */
final class ApartProvider implements AutoCloseable {

  private final Object provider;

  ApartProvider() {
    URL[] path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(ApartProvider::url)
            .toArray(URL[]::new);
    ClassLoader apart = new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(apart);
    try {
      var made = apart.loadClass(Provider.class.getName()).getDeclaredConstructor();
      made.setAccessible(true);
      provider = made.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the provider does not start", e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static URL url(String file) {
    try {
      return new File(file).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  String issuer() {
    return (String) call("issuer", new Class<?>[0]);
  }

  void returnTo(String address) {
    call("returnTo", new Class<?>[] {String.class}, address);
  }

  void groups(String person, String... groups) {
    call("groups", new Class<?>[] {String.class, String[].class}, person, groups);
  }

  @Override
  public void close() {
    call("close", new Class<?>[0]);
  }

  private Object call(String name, Class<?>[] types, Object... values) {
    try {
      var method = provider.getClass().getDeclaredMethod(name, types);
      method.setAccessible(true);
      Object answer = method.invoke(provider, values);
      return answer == null ? "" : answer;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the provider cannot do: " + name, e);
    }
  }
}
